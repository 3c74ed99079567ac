import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolOf } from '../../../src/model/connectionString.ts';

const at = 'localhost:7007';
const written = (image: string, port: number, env: Readonly<Record<string, string>> = {}, ports = [port]) =>
  protocolOf({ image, ports }, port)?.write(at, new Map(Object.entries(env)));

test('a connection string has the user, the password and the database of the container’s own variables', () => {
  assert.equal(
    written('mongo:8.0.29', 27017, {
      MONGO_INITDB_ROOT_USERNAME: 'root',
      MONGO_INITDB_ROOT_PASSWORD: 'a p@ss/:?',
    }),
    'mongodb://root:a%20p%40ss%2F%3A%3F@localhost:7007/?directConnection=true',
  );
  assert.equal(
    written('docker.io/library/postgres:18.6@sha256:abc', 5432, {
      POSTGRES_USER: 'app',
      POSTGRES_PASSWORD: 'x',
      POSTGRES_DB: 'shop',
    }),
    'postgresql://app:x@localhost:7007/shop',
  );
  assert.equal(
    written('localhost:5000/postgres', 5432, { POSTGRES_PASSWORD: 'x' }),
    'postgresql://postgres:x@localhost:7007/postgres',
  );
  assert.equal(
    written('mysql:8.4', 3306, { MYSQL_ROOT_PASSWORD: 'r', MYSQL_USER: 'app', MYSQL_PASSWORD: 'p' }),
    'mysql://app:p@localhost:7007/',
  );
  assert.equal(written('mariadb', 3306, { MARIADB_ROOT_PASSWORD: 'r' }), 'mysql://root:r@localhost:7007/');
  assert.equal(written('redis:8', 6379, { REDIS_PASSWORD: 'p' }), 'redis://:p@localhost:7007');
  assert.equal(
    written('docker.elastic.co/elasticsearch/elasticsearch:9.5.2', 9200, {
      ELASTIC_PASSWORD: 'p',
      'xpack.security.http.ssl.enabled': 'false',
    }),
    'http://elastic:p@localhost:7007',
  );
});

test('without a password it has none', () => {
  assert.equal(written('mongo', 27017), 'mongodb://localhost:7007/?directConnection=true');
  assert.equal(
    written('mongo', 27017, { MONGO_INITDB_ROOT_USERNAME: 'root' }),
    'mongodb://root@localhost:7007/?directConnection=true',
  );
  assert.equal(written('redis', 6379), 'redis://localhost:7007');
});

test('another image, and a port beside the clients’ own, have none; a port of one’s own has', () => {
  assert.equal(written('mongo-express', 8081), undefined);
  assert.equal(written('percona/mongodb_exporter:0.40', 9216), undefined);
  assert.equal(written('mongo', 9216, {}, [27017, 9216]), undefined);
  assert.equal(written('mongo', 27018), 'mongodb://localhost:7007/?directConnection=true');
  assert.equal(written('', 1), undefined);
});
