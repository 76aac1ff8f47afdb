// Templates that Home Assistant evaluates on our messages (Jinja). Invariant: what is suppressed, stale or not there is
// `None`, which reads "unknown", and never the number that was true before.

/** Beyond a window's own length: a device publishes up to 60 s late, and clocks differ. */
const SLACK_SECONDS = 90;

/** Until the next window must have come. */
export const expireAfterSeconds = (windowSeconds: number) => windowSeconds + SLACK_SECONDS;

/** A window out of the backlog of an outage: the next one is long over. */
const IS_OLD = `as_timestamp(now()) - as_timestamp(value_json.window.start) > 2 * value_json.window.seconds + ${SLACK_SECONDS}`;

/**
 * One bin of a window. Noise may push it below zero: clamped here, for display only. An old window renders nothing,
 * which a sensor with a unit ignores, so that the backlog does not overwrite what is true now.
 */
export function binTemplate(bin: string): string {
  const value = `value_json.counts.${bin}`;
  const shown = `{% elif value_json.counts and ${value} is number %}{{ ${value} if ${value} > 0 else 0 }}`;
  return `{% if ${IS_OLD} %}${shown}{% else %}None{% endif %}`;
}

/** Why there is no number, and how far there is one. Of an old window: what the entity says already. */
export const WINDOW_ATTRIBUTES_TEMPLATE = [
  `{% if ${IS_OLD} %}`,
  attributesOf('this.attributes.suppressed', 'this.attributes.coverage_percent', 'this.attributes.window_start'),
  '{% else %}',
  attributesOf('value_json.suppressed', 'value_json.quality.coveragePercent', 'value_json.window.start'),
  '{% endif %}',
].join('');

function attributesOf(suppressed: string, coverage: string, start: string): string {
  const entries = { suppressed, coverage_percent: coverage, window_start: start };
  const pairs = Object.entries(entries).map(([name, value]) => `'${name}': ${value} | default(none)`);
  return `{{ { ${pairs.join(', ')} } | tojson }}`;
}

export const ONLINE_TEMPLATE = "{{ 'online' if value_json.online else 'offline' }}";
/** Of what tells the connection itself: any state at all makes it known. */
export const ALWAYS_TEMPLATE = 'online';

export const sourceTemplate = (kind: 'camera' | 'microphone') =>
  `{% if value_json.sense %}{% for source in value_json.sense.sources %}{% if source.kind == '${kind}' %}` +
  '{{ source.state }}{% endif %}{% endfor %}{% else %}None{% endif %}';

export const OUTBOX_TEMPLATE = '{{ value_json.link.outboxDepth }}';

/** `sensor` has letters, digits, dashes and underscores alone. */
export function temperatureTemplate(sensor: string): string {
  const value = `value_json.temperaturesC['${sensor}']`;
  return `{% if ${value} is number %}{{ ${value} }}{% else %}None{% endif %}`;
}
