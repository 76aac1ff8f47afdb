// A QR code out of its rows, `#` dark: always dark on white with a quiet zone of 4 modules, which is what readers know.
interface QrCodeProps {
  readonly rows: readonly string[];
  readonly label: string;
}

const QUIET_ZONE = 4;

export function QrCode({ rows, label }: QrCodeProps) {
  const size = rows.length + 2 * QUIET_ZONE;
  const path = rows
    .flatMap((row, y) =>
      [...row].map((sign, x) => (sign === '#' ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')),
    )
    .join('');
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
