// The runtime's native library keeps a database of its own use in the home folder and sends it to its maker, unless the
// environment forbids it before the library is loaded. Nothing of sense may do either.

/** On the main thread, before a worker starts: a worker's `process.env` is a copy that native code never sees. */
export function forbidTelemetry(): void {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
}
