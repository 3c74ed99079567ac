import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databaseExample } from '../../../src/lint/databaseExample.ts';
import { find, fixed } from './support.ts';

const mongo = { name: 'mongodb', image: 'mongo:8.0' };
const at = (mountPath: string): string => databaseExample({ ...mongo, mountPath });
const found = (text: string): number => find(text).filter(({ code }) => code === 'data-not-kept').length;

describe("a claim that is not mounted where the image's data is", () => {
  it('is moved there', () => {
    assert.equal(found(at('/var/lib/mongodb')), 1);
    assert.equal(fixed(at('/var/lib/mongodb'), /Mount the claim/), at('/data/db'));
  });

  it('is quiet where the data may be, or may have been moved', () => {
    for (const path of ['/data/db', '/data', '/data/', '/data/db/sub', '/']) {
      assert.equal(found(at(path)), 0, path);
    }
    const container = '        image: mongo:8.0\n';
    for (const more of [
      'command: [mongod, --dbpath, /var/lib/mongodb]',
      'args: [--quiet]',
      'env: [{name: WHERE, value: /var/lib/mongodb/a}]',
      'envFrom: [{configMapRef: {name: settings}}]',
    ]) {
      const text = at('/var/lib/mongodb').replace(container, `${container}        ${more}\n`);
      assert.notEqual(text, at('/var/lib/mongodb'));
      assert.equal(found(text), 0, more);
    }
  });
});
