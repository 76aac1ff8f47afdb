import { describe, expect, it } from 'vitest';
import { WhileAllowed } from '../../../device/sense/while-allowed.ts';

/** Notes what is opened and closed, by the form it was opened in. */
function noting(wanted: { isAllowed: boolean; form: string }) {
  const steps: string[] = [];
  const thing = new WhileAllowed<string>({
    isAllowed: () => wanted.isAllowed,
    form: () => wanted.form,
    open: async () => {
      steps.push(`open ${wanted.form}`);
      return wanted.form;
    },
    close: async (opened) => {
      steps.push(`close ${opened}`);
    },
    onRetryFailed: () => {},
  });
  return { steps, thing };
}

describe('something open while it may be', () => {
  it('is opened anew when it is wanted in another form, and left alone otherwise', async () => {
    const wanted = { isAllowed: true, form: 'detector' };
    const { steps, thing } = noting(wanted);
    await thing.apply();
    await thing.apply();
    expect(steps).toEqual(['open detector']);
    wanted.form = 'detector, gender';
    await thing.apply();
    expect(steps.slice(1)).toEqual(['close detector', 'open detector, gender']);
    expect(thing.opened).toBe('detector, gender');
    wanted.isAllowed = false;
    wanted.form = 'detector';
    await thing.apply();
    expect(steps.slice(3)).toEqual(['close detector, gender']);
    expect(thing.opened).toBeUndefined();
  });

  it('follows changes one after another, and stays closed after its stop', async () => {
    const wanted = { isAllowed: true, form: 'a' };
    const { steps, thing } = noting(wanted);
    await thing.apply();
    wanted.form = 'b';
    await Promise.all([thing.apply(), thing.apply(), thing.stop()]);
    await thing.apply();
    const count = (step: string) => steps.filter((each) => each.startsWith(step)).length;
    expect(count('close')).toBe(count('open'));
    expect(thing.opened).toBeUndefined();
  });
});
