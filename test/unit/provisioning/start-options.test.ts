import { describe, expect, it } from 'vitest';
import { parseStartOptions, START_HELP } from '../../../provisioning/start-options.ts';

describe('the options of start', () => {
  it('stand on defaults that need nothing', () => {
    expect(parseStartOptions([])).toMatchObject({
      source: 'demo',
      mqttPort: 1883,
      consolePort: 8443,
      brokerUrl: null,
      exitAfterSeconds: null,
      json: false,
    });
  });

  it('are all explained by --help', () => {
    for (const option of ['source', 'state', 'mqtt-port', 'console-port', 'broker', 'exit-after', 'json']) {
      expect(START_HELP).toContain(`--${option}`);
    }
  });

  it.each([
    [['--sauce', 'demo'], '--sauce'],
    [['demo'], 'demo'],
    [['--mqtt-port', '70000'], '--mqtt-port takes a whole number from 0 to 65535'],
    [['--console-port', 'x'], "'x'"],
    [['--exit-after', '0'], '--exit-after'],
    [['--broker', 'http://broker.example'], 'mqtt://broker.example:1883'],
    [['--log-level', 'loud'], "'loud'"],
    [['--source'], '--source'],
  ])('refuse %j with what was wrong', (args, said) => {
    const parse = () => parseStartOptions(args);
    expect(parse).toThrow(said);
    expect(parse).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
