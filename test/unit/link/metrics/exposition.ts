// Prometheus' text format 0.0.4, read strictly: HELP and TYPE before the samples, each name once, each series once.
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Exposition {
  readonly types: ReadonlyMap<string, string>;
  readonly help: ReadonlyMap<string, string>;
  readonly series: readonly Series[];
}

const SAMPLE = /^([a-z_][a-z0-9_]*)(?:\{([^}]*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;
const LABEL = /^([a-z_][a-z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;

export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const help = new Map<string, string>();
  const series: Series[] = [];
  for (const line of text.split('\n').filter((found) => found !== '')) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
    if (comment !== null) {
      const [, kind = '', name = '', rest = ''] = comment;
      const target = kind === 'HELP' ? help : types;
      if (target.has(name)) throw new Error(`${name} is described twice`);
      target.set(name, rest);
      continue;
    }
    const sample = SAMPLE.exec(line);
    if (sample === null) throw new Error(`not a sample: ${line}`);
    const [, name = '', labels = '', value = ''] = sample;
    if (!types.has(name) || !help.has(name)) throw new Error(`${name} is not described`);
    series.push({ name, labels: parseLabels(labels), value: Number(value) });
  }
  const keys = series.map(({ name, labels }) => JSON.stringify([name, labels]));
  if (new Set(keys).size !== keys.length) throw new Error('a series stands there twice');
  return { types, help, series };
}

function parseLabels(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const found = LABEL.exec(rest);
    if (found === null) throw new Error(`not a label: ${rest}`);
    labels[found[1] ?? ''] = found[2] ?? '';
    rest = rest.slice(found[0].length);
  }
  return labels;
}
