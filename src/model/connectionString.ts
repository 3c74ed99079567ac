/** A container, as far as a client of what runs in it has to know it. */
export interface ServingContainer {
  readonly image: string;
  /** The numbers of its ports. */
  readonly ports: readonly number[];
  /** The variables of {@link Protocol.variables} that have a value, and that value. */
  readonly env: ReadonlyMap<string, string>;
}

/** How clients of one system are told where it is. */
export interface Protocol {
  /** The environment variables of its image that say who may log in. */
  readonly variables: readonly string[];
  /** `address`: host and port. Without a password in `env` the text has none. */
  write(address: string, env: ReadonlyMap<string, string>): string;
}

interface System extends Protocol {
  /** The last part of the image's name. */
  readonly images: RegExp;
  /** Where it serves its clients, unless told otherwise. */
  readonly port: number;
}

// Variables: the images' start scripts (docker-library and bitnami). Forms: the MongoDB, libpq and Redis documentation of their URIs.
const systems: readonly System[] = [
  {
    images: /^mongo(db)?$/,
    port: 27017,
    variables: [
      'MONGO_INITDB_ROOT_USERNAME',
      'MONGO_INITDB_ROOT_PASSWORD',
      'MONGODB_ROOT_USER',
      'MONGODB_ROOT_PASSWORD',
    ],
    // Direct: a member of a replica set would send the client to names that only the cluster knows.
    write: (address, env) => {
      const password = first(env, 'MONGO_INITDB_ROOT_PASSWORD', 'MONGODB_ROOT_PASSWORD');
      const user =
        first(env, 'MONGO_INITDB_ROOT_USERNAME', 'MONGODB_ROOT_USER') ??
        (password === undefined ? undefined : 'root');
      return `mongodb://${login(user, password)}${address}/?directConnection=true`;
    },
  },
  {
    images: /^(postgres(ql)?|postgis|timescaledb(-ha)?)$/,
    port: 5432,
    variables: [
      ...['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'],
      ...['POSTGRESQL_USERNAME', 'POSTGRESQL_PASSWORD', 'POSTGRESQL_DATABASE'],
    ],
    write: (address, env) => {
      const user = first(env, 'POSTGRES_USER', 'POSTGRESQL_USERNAME') ?? 'postgres';
      const password = first(env, 'POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD');
      const database = first(env, 'POSTGRES_DB', 'POSTGRESQL_DATABASE') ?? user;
      return `postgresql://${login(user, password)}${address}/${encodeURIComponent(database)}`;
    },
  },
  {
    images: /^(mysql|mariadb)$/,
    port: 3306,
    variables: ['MYSQL', 'MARIADB'].flatMap((system) =>
      ['USER', 'PASSWORD', 'DATABASE', 'ROOT_PASSWORD'].map((what) => `${system}_${what}`),
    ),
    write: (address, env) => {
      const user = first(env, 'MYSQL_USER', 'MARIADB_USER');
      const password =
        user === undefined
          ? first(env, 'MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD')
          : first(env, 'MYSQL_PASSWORD', 'MARIADB_PASSWORD');
      const database = first(env, 'MYSQL_DATABASE', 'MARIADB_DATABASE') ?? '';
      return `mysql://${login(user ?? 'root', password)}${address}/${encodeURIComponent(database)}`;
    },
  },
  {
    images: /^(redis|valkey)$/,
    port: 6379,
    variables: ['REDIS_PASSWORD', 'VALKEY_PASSWORD'],
    write: (address, env) => {
      const password = first(env, 'REDIS_PASSWORD', 'VALKEY_PASSWORD');
      return `redis://${login(password === undefined ? undefined : '', password)}${address}`;
    },
  },
  {
    images: /^elasticsearch$/,
    port: 9200,
    variables: ['ELASTIC_PASSWORD', 'xpack.security.http.ssl.enabled', 'xpack.security.enabled'],
    write: (address, env) => {
      const plain = ['xpack.security.http.ssl.enabled', 'xpack.security.enabled'].some(
        (key) => env.get(key) === 'false',
      );
      const password = env.get('ELASTIC_PASSWORD');
      return `${plain ? 'http' : 'https'}://${login(password === undefined ? undefined : 'elastic', password)}${address}`;
    },
  },
];

/**
 * How what a container serves on a port is spoken to; undefined where its image is not known, and where the port is one beside the
 * clients' own, such as one of metrics.
 */
export function protocolOf(
  { image, ports }: Pick<ServingContainer, 'image' | 'ports'>,
  port: number,
): Protocol | undefined {
  const name = /([^/:@]+)(?::[^/@]*)?(?:@.*)?$/.exec(image)?.[1] ?? '';
  const system = systems.find(({ images }) => images.test(name));
  return system && (port === system.port || !ports.includes(system.port)) ? system : undefined;
}

function first(env: ReadonlyMap<string, string>, ...names: readonly string[]): string | undefined {
  return names.map((name) => env.get(name)).find((value) => value !== undefined);
}

function login(user: string | undefined, password: string | undefined): string {
  if (user === undefined) return '';
  return `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}@`;
}
