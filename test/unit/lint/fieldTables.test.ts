import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldTables } from '../../../scripts/fieldTables.ts';
import { fieldsOf } from '../../../src/lint/fields/fields.ts';
import tables from '../../../src/lint/fields/tables.json' with { type: 'json' };

test('the field tables are those of the typings', () => {
  assert.ok(JSON.stringify(fieldTables()) === JSON.stringify(tables), 'Run: node scripts/fieldTables.ts');
});

test('a table says how each field is held', () => {
  const field = (type: string, name: string) => {
    const { holds, type: of, required } = fieldsOf(type)?.get(name) ?? {};
    return `${holds} ${of}${required ? '!' : ''}`;
  };
  assert.equal(field('PodSpec', 'containers'), 'list Container!');
  assert.equal(field('ConfigMap', 'binaryData'), 'map bytes');
  assert.equal(field('ResourceRequirements', 'limits'), 'map quantity');
  assert.equal(field('UserInfo', 'extra'), 'undefined undefined');
  assert.equal(field('NetworkPolicyIngressRule', 'from'), 'list NetworkPolicyPeer');
  assert.equal(field('ServicePort', 'targetPort'), 'one intOrString');
  assert.equal(fieldsOf('string'), undefined);
});
