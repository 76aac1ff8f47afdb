import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditAct, checkChain, GENESIS, type Link, nextEntry, parseLine } from '../../../console/audit/chain.ts';
import type { AuditEntry } from '../../../shared/console-api.ts';

const AT = '2026-11-22T12:00:00.000Z';

const actArbitrary: fc.Arbitrary<AuditAct> = fc.record({
  action: fc.constantFrom('signed-in', 'claimed', 'user-created'),
  actor: fc.option(fc.constantFrom('admin', 'vera')),
  address: fc.option(fc.ipV4()),
  detail: fc.string({ maxLength: 20 }),
});

function chainOf(acts: readonly AuditAct[]): readonly AuditEntry[] {
  const chain: AuditEntry[] = [];
  for (const each of acts) chain.push(nextEntry(chain.at(-1) ?? GENESIS, each, AT));
  return chain;
}

const headOf = (chain: readonly AuditEntry[]): Link => chain.at(-1) ?? GENESIS;

const chainArbitrary = fc.array(actArbitrary, { minLength: 1, maxLength: 12 }).map(chainOf);
const indexed = chainArbitrary.chain((chain) => fc.record({ chain: fc.constant(chain), at: fc.nat(chain.length - 1) }));

describe('the chain of the audit log', () => {
  it('C13: holds for every log as it was written, also after its old part was pruned', () => {
    fc.assert(
      fc.property(indexed, ({ chain, at }) => {
        expect(checkChain(chain, GENESIS, headOf(chain))).toEqual({
          intact: true,
          checked: chain.length,
          brokenAt: null,
        });
        const anchor = chain[at] ?? GENESIS;
        expect(checkChain(chain.slice(at + 1), anchor, headOf(chain)).intact).toBe(true);
        expect(checkChain(chain, anchor, headOf(chain)).intact).toBe(true);
      }),
    );
  });

  it('C13: breaks when any field of any line is changed', () => {
    fc.assert(
      fc.property(
        indexed,
        fc.constantFrom('at', 'action', 'actor', 'address', 'detail', 'previous', 'hash', 'seq'),
        ({ chain, at }, field) => {
          const forged = chain.map((entry, index) =>
            index === at
              ? { ...entry, [field]: field === 'seq' ? entry.seq + 1 : `${entry[field as 'detail']}x` }
              : entry,
          );
          expect(checkChain(forged, GENESIS, headOf(chain)).intact).toBe(false);
        },
      ),
    );
  });

  it('C13: breaks when a line is missing, doubled or moved, also the last one', () => {
    fc.assert(
      fc.property(indexed, ({ chain, at }) => {
        const without = chain.filter((_, index) => index !== at);
        expect(checkChain(without, GENESIS, headOf(chain))).toMatchObject({ intact: false, brokenAt: at + 1 });
        const doubled = [...chain.slice(0, at + 1), ...chain.slice(at)];
        expect(checkChain(doubled, GENESIS, headOf(chain)).intact).toBe(false);
      }),
    );
  });

  it('C13: breaks when somebody writes the whole rest anew', () => {
    const chain = chainOf([act('one'), act('two'), act('three')]);
    const forged = chainOf([act('one'), act('nothing'), act('three')]);
    expect(checkChain(forged, GENESIS, headOf(chain)).intact).toBe(false);
  });

  it('reads no line that is none', () => {
    expect(parseLine('')).toBeNull();
    expect(parseLine('{"seq":1}')).toBeNull();
    const [entry] = chainOf([act('one')]);
    expect(parseLine(JSON.stringify(entry))).toEqual(entry);
    expect(parseLine(JSON.stringify({ ...entry, more: 1 }))).toBeNull();
  });
});

const act = (detail: string): AuditAct => ({ action: 'signed-in', actor: 'admin', address: '127.0.0.1', detail });
