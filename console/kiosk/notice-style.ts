// The stylesheet of the notice, served as `/notice.css`. A text in a module, so that the compiler's output is complete.
// Text on each ground has a contrast of at least 4.5 to 1; nothing is fetched from elsewhere.
// The device serves Devanagari letters itself, for a browser that has none, such as that of a bare kiosk.
export const NOTICE_STYLE = `:root {
  color-scheme: light dark;
  --ground: #f4f6f5;
  --card: #ffffff;
  --line: #dce3e1;
  --text: #17211f;
  --soft: #4c5a58;
  --brand: #1f6a6e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1515;
    --card: #182020;
    --line: #2b3737;
    --text: #e6eeec;
    --soft: #a2b1ae;
    --brand: #6cc5c5;
  }
}
@font-face {
  font-family: "Notice Devanagari";
  font-weight: 400 700;
  src: local("Noto Sans Devanagari"), local("Nirmala UI"), local("Kohinoor Devanagari"), url("/notice.ttf");
}
* {
  box-sizing: border-box;
}
body {
  margin: 0 auto;
  max-width: 46rem;
  padding: 1rem 1rem 3rem;
  background: var(--ground);
  color: var(--text);
  font: 1.0625rem/1.55 system-ui, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
:lang(hi) {
  font-family: "Notice Devanagari", system-ui, sans-serif;
}
nav ul {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem;
  margin: 0 0 1rem;
  padding: 0;
  list-style: none;
}
nav a {
  display: block;
  min-height: 2.75rem;
  padding: 0.6rem 0.75rem;
  border-radius: 0.5rem;
  color: var(--brand);
  text-decoration: none;
}
nav a:hover {
  text-decoration: underline;
}
nav a[aria-current] {
  background: var(--card);
  box-shadow: inset 0 0 0 1px var(--line);
  color: var(--text);
  font-weight: 600;
}
a:focus-visible {
  outline: 3px solid var(--brand);
  outline-offset: 2px;
}
main {
  padding: 1.25rem 1.25rem 1.5rem;
  border: 1px solid var(--line);
  border-radius: 14px;
  background: var(--card);
}
h1 {
  margin: 0;
  font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.125rem);
  line-height: 1.25;
  text-wrap: balance;
}
h2 {
  margin: 1.75rem 0 0.35rem;
  color: var(--brand);
  font-size: 1.125rem;
  line-height: 1.35;
}
p {
  margin: 0 0 0.4rem;
}
.now {
  margin-top: 0.6rem;
  color: var(--soft);
}
dl {
  display: grid;
  gap: 0.1rem 1rem;
  margin: 0.5rem 0 0;
}
dt {
  color: var(--soft);
  font-size: 0.9375rem;
}
dd {
  margin: 0 0 0.5rem;
  font-weight: 600;
}
@media (min-width: 40rem) {
  main {
    padding: 2rem 2.25rem 2.25rem;
  }
  dl {
    grid-template-columns: minmax(9rem, 14rem) 1fr;
  }
  dt,
  dd {
    margin: 0 0 0.2rem;
    font-size: 1rem;
  }
}
footer {
  margin-top: 1.25rem;
  color: var(--soft);
  font-size: 0.9375rem;
}
.print {
  display: inline-block;
  min-height: 2.75rem;
  padding: 0.6rem 0;
  color: var(--brand);
}
figure {
  display: flex;
  flex-wrap: wrap;
  gap: 1rem;
  align-items: center;
  margin: 0.75rem 0 0;
}
figure img {
  border-radius: 8px;
}
figcaption {
  flex: 1 1 13rem;
}
@media print {
  :root {
    color-scheme: light;
    --soft: #000;
    --line: #999;
    --text: #000;
    --brand: #000;
  }
  nav,
  .now,
  .print,
  .open {
    display: none;
  }
  body {
    max-width: none;
    padding: 0;
    background: none;
    font-size: 9pt;
    line-height: 1.4;
  }
  main {
    padding: 0;
    border: 0;
  }
  h1 {
    font-size: 18pt;
  }
  h2 {
    margin-top: 8pt;
    font-size: 10.5pt;
    break-after: avoid;
  }
}
`;
