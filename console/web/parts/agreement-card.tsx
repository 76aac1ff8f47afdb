// How far taps at the kiosk and sensed moods agree, from released windows alone.
import type { WindowsResponse } from '../../../shared/link-api.ts';
import { type Agreement, agreementOf } from '../state/agreement.ts';
import { useLoaded } from '../state/loaded.ts';
import { t } from '../strings/strings.ts';

const NEWEST = 500;

export function AgreementCard() {
  const { value: mood } = useLoaded<WindowsResponse>(`/api/windows?stream=mood&limit=${NEWEST}`);
  const { value: feedback } = useLoaded<WindowsResponse>(`/api/windows?stream=feedback&limit=${NEWEST}`);
  if (mood === null || feedback === null) return null;
  const found = agreementOf(mood.windows, feedback.windows);
  return (
    <section class="card" aria-labelledby="agreement-title">
      <h2 id="agreement-title">{t.feedback.agreement}</h2>
      {found === null ? <p>{t.feedback.noAgreement}</p> : <Figure agreement={found} />}
      <p class="hint">{t.feedback.agreementExplain}</p>
    </section>
  );
}

function Figure({ agreement: { share, windows, taps, tapsBand, isClear } }: { readonly agreement: Agreement }) {
  return (
    <>
      {isClear ? (
        <p>
          <b>{t.feedback.agreementShare(Math.round(share * 100), windows)}</b>
        </p>
      ) : (
        <p>{t.feedback.agreementUnclear}</p>
      )}
      <p>{t.feedback.agreementTaps(taps, tapsBand)}</p>
    </>
  );
}
