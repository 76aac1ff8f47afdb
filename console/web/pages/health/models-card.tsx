// The models: what each is for, how it runs, its digest, and what was measured of it.
import type { ModelReport } from '../../../../shared/sense-api.ts';
import { useRefreshed } from '../../state/loaded.ts';
import { t } from '../../strings/strings.ts';

const PERIOD_MS = 15_000;

export function ModelsCard() {
  const words = t.modelCards;
  const answer = useRefreshed<{ readonly models: readonly ModelReport[] }>('/api/models', PERIOD_MS);
  return (
    <section class="card" aria-labelledby="models-title">
      <h2 id="models-title">{words.title}</h2>
      {answer === null && <p>{t.loading}</p>}
      {answer?.models.length === 0 && <p>{words.none}</p>}
      <ul class="models">
        {answer?.models.map((model) => (
          <Model key={model.task} model={model} />
        ))}
      </ul>
    </section>
  );
}

function Model({
  model: { task, id, version, licence, origin, figures, running, refused },
}: {
  readonly model: ModelReport;
}) {
  const words = t.modelCards;
  return (
    <li>
      <strong>{words.tasks[task]}</strong>
      <span class="block">
        {id} {version}, {running === null ? words.idle : words.runs(running.provider, running.precision)}
      </span>
      {refused.map(({ provider, reason }) => (
        <small key={provider}>{words.refused(provider, reason)}</small>
      ))}
      {figures.length === 0 ? <small>{words.noFigures}</small> : null}
      {figures.map(({ name, value, unit, data }) => (
        <small key={name}>{words.figure(name, value, unit, data)}</small>
      ))}
      {running !== null && (
        <small>
          {words.digest}: <code>{running.digest.slice(0, 'sha256:'.length + 16)}…</code>
        </small>
      )}
      <small>
        {words.origin}: {origin} ({licence})
      </small>
    </li>
  );
}
