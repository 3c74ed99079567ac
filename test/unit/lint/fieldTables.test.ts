import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldDocs, fieldTables } from '../../../scripts/fieldTables.ts';
import docs from '../../../src/language/fieldDocs.json' with { type: 'json' };
import { fieldsOf } from '../../../src/lint/fields/fields.ts';
import tables from '../../../src/lint/fields/tables.json' with { type: 'json' };

test('the field tables are those of the typings', () => {
  assert.ok(JSON.stringify(fieldTables()) === JSON.stringify(tables), 'Run: node scripts/fieldTables.ts');
});

test('the documentation is that of the typings, and of every field that a person writes', () => {
  assert.ok(JSON.stringify(fieldDocs()) === JSON.stringify(docs), 'Run: node scripts/fieldTables.ts');
  const all: Readonly<Record<string, Readonly<Record<string, string>>>> = docs;
  for (const type of Object.keys(all)) {
    for (const { name, type: of } of fieldsOf(type)?.values() ?? []) {
      if (name !== 'status' && of !== 'ManagedFieldsEntry')
        assert.ok(all[type]?.[name] ?? all[of]?.[''], `${type}.${name}`);
    }
  }
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
