// The fingerprint of a certificate in the lines of the label, so that the two can be compared line by line.
import { fingerprintLines } from '../../../shared/fingerprint.ts';

export const Fingerprint = ({ value }: { readonly value: string }) => (
  <code class="digest">{fingerprintLines(value).join('\n')}</code>
);
