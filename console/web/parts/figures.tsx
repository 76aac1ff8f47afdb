// Names and values of a card.
import type { ComponentChildren } from 'preact';

export function Figures({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <dl class="status">{children}</dl>
    </section>
  );
}

export function Figure({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="status-row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
