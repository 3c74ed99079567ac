import { imageOf, type ContainerView } from '../manifest/objects.ts';
import { stringAt, walk } from '../manifest/nodes.ts';

/** When the tags and the ends of support below were looked up: endoflife.date, the projects' own pages and their images' sources. */
export const lookedUp = '2026-11-23';

/** What is known of an image that runs a system with state, beyond its name. */
export interface ImageFacts {
  /** `mongodb`, `postgres` …; several images may run the same system. */
  readonly system: string;
  /** As people write it. */
  readonly title: string;
  /** It keeps data that must outlive the pod. */
  readonly database: boolean;
  /** Members vote: a majority has to be there, an even number of them stands no more than one less. See `isVoter`. */
  readonly quorum: boolean;
  /** It runs as one member, or as members that have to find each other before they are ready. */
  readonly peers: boolean;
  /** Members must join one after another, or need all others at once before they are ready. */
  readonly order: 'one-by-one' | 'all-at-once' | undefined;
  /** Where the image keeps its data; the first is the one that matters. Empty where arguments say it. */
  readonly dataPaths: readonly string[];
  /** The clients' port first. */
  readonly ports: readonly number[];
  /** The image's user, and the group that volumes should belong to. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** Seconds that it may need to stop well. */
  readonly grace: number | undefined;
  /** Variables that only the image's start script reads: without the script they do nothing. */
  readonly initEnv: readonly string[];
  /** A tag that is known to be there and maintained. */
  readonly tag: string | undefined;
  /** The newest known tag of each line that is still maintained. */
  readonly tags: readonly string[];
  /** Lines (`9`, `3.4`) whose support is over, with the day. */
  readonly ended: Readonly<Record<string, string>>;
}

interface Row extends Partial<Omit<ImageFacts, 'tags' | 'ended' | 'initEnv' | 'dataPaths' | 'ports'>> {
  readonly system: string;
  readonly title: string;
  /** In full, several apart by blanks. */
  readonly images: string;
  readonly data?: string;
  readonly ports: string;
  readonly env?: string;
  /** Tags; the first is the one to take. */
  readonly known?: string;
  /** `line=day` …, the longer lines first; what is below the lowest one has ended too. */
  readonly over?: string;
  /** What its alpine variant has as group. */
  readonly alpineGid?: number;
}

const library = 'docker.io/library/';

const etcd: Omit<Row, 'images'> = {
  system: 'etcd',
  title: 'etcd',
  ports: '2379 2380',
  quorum: true,
  peers: true,
  order: 'all-at-once',
  over: '3.2=2021-03-28 3.3=2021-10-15 3.4=2025-05-15',
};

// uids and gids, paths and variables: the images' Dockerfiles and start scripts.
const rows: readonly Row[] = [
  {
    system: 'mongodb',
    title: 'MongoDB',
    images: `${library}mongo`,
    data: '/data/db',
    ports: '27017',
    uid: 999,
    gid: 999,
    quorum: true,
    peers: true,
    grace: 60,
    env: 'MONGO_INITDB_ROOT_USERNAME MONGO_INITDB_ROOT_PASSWORD MONGO_INITDB_DATABASE',
    known: '8.0.29 8.3.8 7.0.40',
    over: '3.0=2018-02-28 3.2=2018-09-30 3.4=2020-01-31 3.6=2021-04-30 4.0=2022-04-30 4.2=2023-04-30 4.4=2024-02-29 3=2021-04-30 4=2024-02-29 5=2024-10-31 6=2025-07-31',
  },
  {
    system: 'mysql',
    title: 'MySQL',
    images: `${library}mysql`,
    data: '/var/lib/mysql',
    ports: '3306 33060',
    uid: 999,
    gid: 999,
    grace: 120,
    env: 'MYSQL_ROOT_PASSWORD MYSQL_ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD MYSQL_DATABASE MYSQL_USER MYSQL_PASSWORD MYSQL_ROOT_HOST',
    known: '8.4.11 9.7.2',
    over: '5.5=2018-12-31 5.6=2021-02-05 5.7=2023-10-31 5=2023-10-31 8.0=2026-04-30',
  },
  {
    system: 'mariadb',
    title: 'MariaDB',
    images: `${library}mariadb`,
    data: '/var/lib/mysql',
    ports: '3306',
    uid: 999,
    gid: 999,
    grace: 120,
    env: 'MARIADB_ROOT_PASSWORD MARIADB_ROOT_PASSWORD_HASH MARIADB_ALLOW_EMPTY_ROOT_PASSWORD MARIADB_RANDOM_ROOT_PASSWORD MARIADB_DATABASE MARIADB_USER MARIADB_PASSWORD MYSQL_ROOT_PASSWORD MYSQL_ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD MYSQL_DATABASE MYSQL_USER MYSQL_PASSWORD',
    known: '11.8 12.3 11.4 10.11',
    over: '10.3=2023-05-25 10.4=2024-06-18 10.5=2025-06-24 10.6=2026-07-06',
  },
  {
    system: 'postgres',
    title: 'PostgreSQL',
    images: `${library}postgres`,
    data: '/var/lib/postgresql/data',
    ports: '5432',
    uid: 999,
    gid: 999,
    alpineGid: 70,
    grace: 60,
    env: 'POSTGRES_PASSWORD POSTGRES_USER POSTGRES_DB POSTGRES_INITDB_ARGS POSTGRES_INITDB_WALDIR POSTGRES_HOST_AUTH_METHOD',
    known: '18.6 17.11 16.15 15.19',
    over: '10=2022-11-10 11=2023-11-09 12=2024-11-21 13=2025-11-13 14=2026-11-12',
  },
  {
    system: 'cassandra',
    title: 'Cassandra',
    images: `${library}cassandra`,
    data: '/var/lib/cassandra',
    ports: '9042 7000 7001 7199',
    uid: 999,
    gid: 999,
    peers: true,
    order: 'one-by-one',
    grace: 300,
    env: 'CASSANDRA_SEEDS CASSANDRA_CLUSTER_NAME CASSANDRA_DC CASSANDRA_RACK CASSANDRA_ENDPOINT_SNITCH CASSANDRA_NUM_TOKENS',
    known: '5.0.9 4.1.12',
    over: '3=2024-09-05',
  },
  {
    system: 'zookeeper',
    title: 'ZooKeeper',
    images: `${library}zookeeper`,
    data: '/data /datalog',
    ports: '2181 2888 3888 8080',
    uid: 1000,
    gid: 1000,
    quorum: true,
    peers: true,
    order: 'all-at-once',
    env: 'ZOO_MY_ID ZOO_SERVERS ZOO_TICK_TIME ZOO_CFG_EXTRA ZOO_STANDALONE_ENABLED ZOO_4LW_COMMANDS_WHITELIST',
    known: '3.9.5',
    over: '3.4=2020-06-01 3.5=2022-06-01 3.6=2022-12-30 3.7=2024-02-02',
  },
  {
    system: 'zookeeper',
    title: 'ZooKeeper',
    images: 'docker.io/confluentinc/cp-zookeeper',
    data: '/var/lib/zookeeper/data /var/lib/zookeeper/log',
    ports: '2181 2888 3888',
    uid: 1000,
    gid: 1000,
    quorum: true,
    peers: true,
    order: 'all-at-once',
    env: 'ZOOKEEPER_CLIENT_PORT ZOOKEEPER_SERVER_ID ZOOKEEPER_SERVERS',
  },
  {
    system: 'kafka',
    title: 'Kafka',
    images: 'docker.io/apache/kafka',
    data: '/var/lib/kafka/data',
    ports: '9092 9093',
    uid: 1000,
    gid: 1000,
    quorum: true,
    peers: true,
    grace: 120,
    env: 'CLUSTER_ID KAFKA_PROCESS_ROLES KAFKA_NODE_ID KAFKA_LISTENERS KAFKA_ADVERTISED_LISTENERS KAFKA_CONTROLLER_QUORUM_VOTERS KAFKA_LOG_DIRS',
    known: '4.3.1',
  },
  {
    system: 'kafka',
    title: 'Kafka',
    images: 'docker.io/confluentinc/cp-kafka',
    data: '/var/lib/kafka/data',
    ports: '9092 9093',
    uid: 1000,
    gid: 1000,
    quorum: true,
    peers: true,
    grace: 120,
    env: 'CLUSTER_ID KAFKA_PROCESS_ROLES KAFKA_NODE_ID KAFKA_LISTENERS KAFKA_ADVERTISED_LISTENERS KAFKA_BROKER_ID KAFKA_ZOOKEEPER_CONNECT KAFKA_LOG_DIRS',
  },
  {
    system: 'redis',
    title: 'Redis',
    images: `${library}redis`,
    data: '/data',
    ports: '6379 16379',
    uid: 999,
    gid: 999,
    alpineGid: 1000,
    known: '8.10.1 8.8.2 8.6.6 8.4.6',
    over: '6.0=2022-04-27 6=2025-02-28 7.0=2024-07-29 7.2=2026-02-28',
  },
  {
    system: 'valkey',
    title: 'Valkey',
    images: 'docker.io/valkey/valkey',
    data: '/data',
    ports: '6379 16379',
    uid: 999,
    gid: 999,
    alpineGid: 1000,
  },
  {
    system: 'elasticsearch',
    title: 'Elasticsearch',
    images: `docker.elastic.co/elasticsearch/elasticsearch ${library}elasticsearch docker.io/elastic/elasticsearch`,
    data: '/usr/share/elasticsearch/data',
    ports: '9200 9300',
    uid: 1000,
    gid: 1000,
    peers: true,
    order: 'all-at-once',
    grace: 120,
    env: 'ELASTIC_PASSWORD discovery.type discovery.seed_hosts cluster.initial_master_nodes cluster.name node.name',
    known: '9.5.2 8.19.20',
    over: '6=2022-02-10 7=2026-01-15',
  },
  {
    system: 'rabbitmq',
    title: 'RabbitMQ',
    images: `${library}rabbitmq`,
    data: '/var/lib/rabbitmq',
    ports: '5672 15672 4369 25672',
    uid: 999,
    gid: 999,
    alpineGid: 101,
    quorum: true,
    peers: true,
    grace: 60,
    env: 'RABBITMQ_DEFAULT_USER RABBITMQ_DEFAULT_PASS RABBITMQ_DEFAULT_VHOST',
    known: '4.2.5',
    over: '3.8=2022-07-31 3.9=2023-01-31 3.10=2022-09-28 3.11=2023-06-01 3.12=2024-02-21 3=2024-09-17 4.0=2025-04-15 4.1=2026-01-30',
  },
  { ...etcd, images: 'quay.io/coreos/etcd gcr.io/etcd-development/etcd', known: 'v3.6.10 v3.5.29' },
  { ...etcd, images: 'registry.k8s.io/etcd' },
  {
    system: 'consul',
    title: 'Consul',
    images: 'docker.io/hashicorp/consul',
    data: '/consul/data',
    ports: '8500 8300',
    quorum: true,
    peers: true,
  },
  {
    system: 'vault',
    title: 'Vault',
    images: 'docker.io/hashicorp/vault',
    ports: '8200 8201',
    quorum: true,
    peers: true,
  },
  {
    system: 'nats',
    title: 'NATS',
    images: `${library}nats`,
    ports: '4222 6222 8222',
    quorum: true,
    peers: true,
  },
  {
    system: 'cockroachdb',
    title: 'CockroachDB',
    images: 'docker.io/cockroachdb/cockroach',
    data: '/cockroach/cockroach-data',
    ports: '26257 8080',
    peers: true,
    order: 'all-at-once',
  },
  {
    system: 'opensearch',
    title: 'OpenSearch',
    images: 'docker.io/opensearchproject/opensearch',
    data: '/usr/share/opensearch/data',
    ports: '9200 9300',
    uid: 1000,
    gid: 1000,
    peers: true,
    order: 'all-at-once',
    grace: 120,
  },
  {
    system: 'clickhouse',
    title: 'ClickHouse',
    images: 'docker.io/clickhouse/clickhouse-server',
    data: '/var/lib/clickhouse',
    ports: '8123 9000',
    uid: 101,
    gid: 101,
  },
  {
    system: 'minio',
    title: 'MinIO',
    images: 'docker.io/minio/minio quay.io/minio/minio',
    ports: '9000 9001',
    peers: true,
    order: 'all-at-once',
  },
];

const words = (text = ''): readonly string[] => (text === '' ? [] : text.split(' '));

const byRepository = new Map(rows.flatMap((row) => words(row.images).map((image) => [image, row] as const)));

/** Registries that hold the same images as Docker Hub's library. */
const mirrors =
  /^(?:public\.ecr\.aws\/docker|mirror\.gcr\.io|mcr\.microsoft\.com\/mirror\/docker|index\.docker\.io|registry-1\.docker\.io)\/(?=library\/)/;

const found = new Map<string, ImageFacts | undefined>();

/** What is known of the image of this reference; undefined where its repository is not exactly a known one. */
export function imageFacts(image: string | undefined): ImageFacts | undefined {
  if (image === undefined || image === '') return undefined;
  if (found.has(image)) return found.get(image);
  const facts = factsOf(image);
  if (found.size > 1000) found.clear(); // what is typed letter by letter must not pile up
  found.set(image, facts);
  return facts;
}

function factsOf(image: string): ImageFacts | undefined {
  const { repository, tag } = imageOf(image);
  const row = byRepository.get(repository.replace(mirrors, 'docker.io/'));
  if (!row) return undefined;
  const { system, title, quorum = false, peers = false, order, alpineGid, grace } = row;
  const alpine = alpineGid !== undefined && tag?.includes('alpine');
  const postgres = system === 'postgres';
  // The image of PostgreSQL 18 keeps each version's data in a directory of its own.
  const data = postgres && (versionOf(image)?.[0] ?? 18) >= 18 ? '/var/lib/postgresql' : row.data;
  const tags = words(row.known);
  return {
    system,
    title,
    database: true,
    quorum,
    peers,
    order,
    dataPaths: words(data),
    ports: words(row.ports).map(Number),
    uid: alpine && postgres ? alpineGid : row.uid,
    gid: alpine ? alpineGid : row.gid,
    grace,
    initEnv: words(row.env),
    tag: tags[0],
    tags,
    ended: Object.fromEntries(words(row.over).map((word) => word.split('=') as [string, string])),
  };
}

/** The numbers with which the tag begins (`8.0.4-noble`: 8, 0, 4; `v3.5.1`: 3, 5, 1); undefined for a tag without, or none. */
export function versionOf(image: string): readonly number[] | undefined {
  const digits = /^v?(\d+(?:\.\d+)*)(?![\w.])/.exec(imageOf(image).tag ?? '')?.[1];
  return digits?.split('.').map(Number);
}

// What makes a member of a system that has others too one that votes.
const voting: Readonly<Record<string, RegExp>> = {
  mongodb: /--replSet\b/,
  kafka: /\bcontroller\b/i,
  consul: /(?:^|\s)-server\b/,
  vault: /\braft\b/,
  nats: /(?:^|\s)(?:-js|--jetstream|-cluster|--cluster)\b/,
};

/** Whether the container runs a member of a majority, as far as its own arguments and variables say. */
export function isVoter(container: ContainerView): boolean {
  const facts = imageFacts(container.image);
  if (!facts?.quorum) return false;
  const needed = voting[facts.system];
  return needed === undefined || needed.test(commandLine(container));
}

/** All that the container is started with as one text: command, arguments, the variables' values. */
export function commandLine({ node, env }: ContainerView): string {
  const texts: string[] = [];
  for (const key of ['command', 'args']) {
    const list = node.byKey.get(key)?.value;
    if (list) for (const part of walk(list)) if (part.kind === 'scalar') texts.push(part.text);
  }
  for (const variable of env) texts.push(stringAt(variable.node, 'value') ?? '');
  return texts.join(' ');
}
