import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameScalar, validateName } from '../../../src/scaffold/names.ts';

describe('validateName', () => {
  it('accepts what the server accepts', () => {
    assert.equal(validateName('StatefulSet', 'mongodb'), undefined);
    assert.equal(validateName('Namespace', '7'), undefined);
    assert.equal(validateName('StatefulSet', 'a'.repeat(52)), undefined);
    assert.equal(validateName('DaemonSet', 'a'.repeat(63)), undefined);
  });

  it('says what is wrong as it is typed', () => {
    assert.match(validateName('Namespace', '') ?? '', /needed/);
    assert.match(validateName('Namespace', 'Mongo') ?? '', /lower-case/);
    assert.match(validateName('Namespace', 'mongo_db') ?? '', /“_”/);
    assert.match(validateName('Namespace', 'mongo.db') ?? '', /“\.”/);
    assert.match(validateName('Namespace', 'mongo-') ?? '', /start or end/);
    assert.match(validateName('Namespace', '-') ?? '', /start or end/);
    assert.match(validateName('Namespace', 'a'.repeat(64)) ?? '', /63/);
    assert.match(validateName('StatefulSet', 'a'.repeat(53)) ?? '', /52 .*hash/);
    assert.match(validateName('Service', '1st') ?? '', /letter/);
  });
});

describe('nameScalar', () => {
  it('quotes what YAML 1.1 would not read as a text', () => {
    for (const name of ['123', '1e3', '0x1f', '2026-11-23', 'on', 'y', 'null', 'true']) {
      assert.equal(nameScalar(name), `"${name}"`);
    }
    for (const name of ['mongodb', 'one', 'nullable', 'a-1']) assert.equal(nameScalar(name), name);
  });
});
