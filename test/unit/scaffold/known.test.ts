import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../../src/manifest/parse.ts';
import { catalogue } from '../../../src/scaffold/catalogue.ts';
import { objectsOf, offers, taken } from '../../../src/scaffold/known.ts';
import { scaffold } from '../../../src/scaffold/scaffold.ts';

const [mongodb] = catalogue();
assert.ok(mongodb);
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const known = objectsOf([
  { where: 'db/mongodb.yaml', manifest: parse(scaffold(mongodb, {}, random).text) },
  {
    where: 'loose.yaml',
    manifest: parse('apiVersion: v1\nkind: Secret\nmetadata:\n  name: loose\ndata:\n  a: eA==\n  b: eA==\n'),
  },
]);

describe('offers', () => {
  it('names the Secrets of the namespace and those of none, with their keys', () => {
    assert.deepEqual(offers('Secret', 'mongodb', known), [
      { value: 'loose', detail: 'keys: a, b · loose.yaml' },
      { value: 'mongodb-root', detail: 'keys: username, password · db/mongodb.yaml' },
    ]);
    assert.deepEqual(
      offers('Secret', 'other', known).map(({ value }) => value),
      ['loose'],
    );
    assert.deepEqual(
      offers('Namespace', undefined, known).map(({ value }) => value),
      ['mongodb'],
    );
  });
});

describe('taken', () => {
  it('says which object there is already, the set first', () => {
    assert.equal(taken(mongodb, {}, known), 'StatefulSet mongodb is in db/mongodb.yaml already.');
    assert.equal(
      taken(mongodb, { name: 'orders' }, known),
      'Namespace mongodb is in db/mongodb.yaml already.',
    );
    assert.equal(taken(mongodb, { namespace: 'orders' }, known), undefined);
  });

  it('says nothing of answers that are not valid yet', () => {
    assert.equal(taken(mongodb, { name: 'Mongodb' }, known), undefined);
    assert.equal(taken(mongodb, {}, []), undefined);
  });
});
