import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  asName,
  configKeyFault,
  envNameFault,
  headerNameFault,
  labelFault,
  pathSegmentFault,
  portNameFault,
  subdomainFault,
  type Check,
} from '../../../../src/lint/values/names.ts';

const cases: readonly (readonly [Check, readonly string[], readonly string[]])[] = [
  [
    labelFault,
    ['a', '1', 'a-b', '0', 'a--b', 'x'.repeat(63)],
    ['', '-a', 'a-', 'A', 'a_b', 'a.b', 'a b', 'é', 'a\n', 'x'.repeat(64)],
  ],
  [
    subdomainFault,
    ['a', 'a.b', '1.2.3', 'x'.repeat(253), 'a--b.c'],
    ['', '.', 'a.', '.a', 'a..b', 'a.-b', 'a-.b', 'A.b', 'a_b', 'x'.repeat(254)],
  ],
  [pathSegmentFault, ['', 'system:node', 'A b', '...'], ['.', '..', 'a/b', 'a%']],
  [
    portNameFault,
    ['a', 'http', '1a', 'a-1', 'abcdefghijklmno'],
    ['', '1', '-a', 'a-', 'a--b', 'a_b', 'Http', 'abcdefghijklmnop'],
  ],
  [envNameFault, ['A', '1A', 'a b', 'a-b.c', '~', '<>'], ['', 'a=b', 'é', 'a\t', 'a\u007f']],
  [
    configKeyFault,
    ['a', '.a', 'A_b-c.d', '-', 'x'.repeat(253)],
    ['', '.', '..', '..a', 'a b', 'a/b', 'x'.repeat(254)],
  ],
  [headerNameFault, ['X-A', '1', '-'], ['', 'X_A', 'a b', 'a:']],
];

for (const [check, good, bad] of cases) {
  test(`${check.name} takes what Kubernetes takes`, () => {
    for (const text of good) assert.equal(check(text), undefined, text);
    for (const text of bad) assert.equal(typeof check(text), 'string', text);
  });
}

test('a name that is refused leads to one that is taken, or to none', () => {
  assert.equal(asName('My_App', labelFault), 'my-app');
  assert.equal(asName('web.v1', labelFault), 'web-v1');
  assert.equal(asName('Web.V1', subdomainFault), 'web.v1');
  assert.equal(asName('a..b-.c', subdomainFault), 'a.b.c');
  assert.equal(asName('web-', labelFault), 'web');
  assert.equal(asName('x'.repeat(70), labelFault), 'x'.repeat(63));
  assert.equal(asName('metrics--endpoint-port', portNameFault), 'metrics-endpoin');
  assert.equal(asName('8080', portNameFault), undefined);
  assert.equal(asName('___', labelFault), undefined);
  assert.equal(asName('good', labelFault), undefined);
});
