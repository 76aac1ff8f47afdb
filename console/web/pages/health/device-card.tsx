// The device beneath the programs: heat, disk, clock, certificate, version.
import type { UpdateResponse } from '../../../../shared/link-api.ts';
import type { Health } from '../../../../shared/messages.ts';
import { Figure, Figures } from '../../parts/figures.tsx';
import { useLoaded } from '../../state/loaded.ts';
import { durationText } from '../../strings/durations.ts';
import { t } from '../../strings/strings.ts';

export function DeviceCard({ health }: { readonly health: Health | null }) {
  const words = t.device;
  const { value: update } = useLoaded<UpdateResponse>('/api/update');
  if (health === null) {
    return (
      <Figures title={words.title}>
        <p>{t.loading}</p>
      </Figures>
    );
  }
  const { temperaturesC, diskFreeMb, clock, uptimeSeconds, link } = health;
  const temperatures = Object.entries(temperaturesC);
  return (
    <Figures title={words.title}>
      <Figure name={words.temperature}>
        {temperatures.length === 0 ? words.unknown : ''}
        {temperatures.map(([name, degrees]) => (
          <span key={name} class="block">
            {Math.round(degrees)} °C <small class="inline">{name}</small>
          </span>
        ))}
      </Figure>
      <Figure name={words.disk}>{diskFreeMb === null ? words.unknown : words.free(diskFreeMb)}</Figure>
      <Figure name={words.clock}>{words.clocks[clock]}</Figure>
      <Figure name={words.certificate}>
        {link.certificateDays === null ? words.noCertificate : words.certificateDays(link.certificateDays)}
      </Figure>
      <Figure name={words.software}>
        {update === null ? words.unknown : words.version(update.software.roomtone)}
        {update !== null && <small>{words.updates[update.state]}</small>}
      </Figure>
      <Figure name={words.uptime}>{durationText(uptimeSeconds)}</Figure>
      <Figure name={words.reconnects}>{link.reconnects}</Figure>
      <Figure name={t.health.memory}>{link.rssMb} MB (link)</Figure>
    </Figures>
  );
}
