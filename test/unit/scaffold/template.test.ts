import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { documents, pieces, stop, toSnippet, toText, type Piece } from '../../../src/scaffold/template.ts';
import { expandSnippet } from '../../support/expandSnippet.ts';

describe('template', () => {
  it('derives text and snippet from one template', () => {
    const template = pieces`a: ${stop('x', '1')}\nb: ${stop('y', '2')}\nc: ${stop('x', '1')}\n`;
    assert.equal(toText(template), 'a: 1\nb: 2\nc: 1\n');
    assert.equal(toSnippet(template), 'a: ${1:1}\nb: ${2:2}\nc: ${1}\n');
  });

  it('escapes what a snippet would take for syntax', () => {
    assert.equal(toSnippet(['$(POD) ${X} \\']), '\\$(POD) \\${X\\} \\\\');
    assert.equal(toSnippet([stop('x', 'a}b')]), '${1:a\\}b}');
  });

  it('splices lists and leaves nothing of empty values', () => {
    const none: readonly Piece[] = [];
    assert.equal(toText(pieces`a${none}b${''}c${pieces`d${3}`}`), 'abcd3');
  });

  it('separates documents', () => {
    assert.equal(toText(documents([['a: 1\n'], ['b: 2\n']])), 'a: 1\n---\nb: 2\n');
  });

  it('has a snippet that expands to the text, whatever is in it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '$', '{', '}', '\\', '1', ':', '|', ',', '\n') });
    const piece = fc.oneof(text, fc.record({ id: fc.constantFrom('a', 'b'), text }));
    fc.assert(
      fc.property(fc.array(piece), (drawn) => {
        // One id, one text: that is the contract of a stop.
        const first = new Map<string, string>();
        const template = drawn.map((p): Piece => {
          if (typeof p === 'string') return p;
          if (!first.has(p.id)) first.set(p.id, p.text);
          return stop(p.id, first.get(p.id) as string);
        });
        assert.equal(expandSnippet(toSnippet(template)), toText(template));
      }),
    );
  });
});
