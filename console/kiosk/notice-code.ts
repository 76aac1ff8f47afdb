// The QR code that opens the notice on a visitor's own phone.
import { encode } from 'uqr';

/** Rows of modules, true is dark. Without a quiet zone: whoever draws it leaves 4 modules free (ISO/IEC 18004, 5.3.8). */
export type CodeModules = readonly (readonly boolean[])[];
export const QUIET_ZONE = 4;

/** Level M: a scratched print still reads. */
export const codeModules = (text: string): CodeModules => encode(text, { ecc: 'M', border: 0 }).data;

/** Dark on white in every colour scheme: many readers know nothing else. */
export function codeSvg(modules: CodeModules): string {
  const size = modules.length + 2 * QUIET_ZONE;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<rect width="${size}" height="${size}" fill="#fff"/><path d="${codePath(modules)}" fill="#000"/></svg>\n`
  );
}

/** The dark modules as the path of an SVG, in modules, with the quiet zone around them. */
export const codePath = (modules: CodeModules): string =>
  modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [squareAt(x, y)] : []))).join('');

const squareAt = (x: number, y: number) => `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z`;

/** Address of the notice under the name by which the device was asked. The gate has checked that it is the device's own. */
export const noticeAddress = (host: string) => `https://${host}/notice`;

/** Whether a `Host` header names an address that no other machine can reach. */
export const isLoopbackHost = (host: string) => /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/i.test(host);
