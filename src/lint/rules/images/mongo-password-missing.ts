import { mongoProblems, withoutEnv } from '../../mongo.ts';
import type { Rule } from '../../rule.ts';

export const mongoPasswordMissing: Rule = {
  code: 'mongo-password-missing',
  severity: 'error',
  basis: 'runtime',
  kinds: ['StatefulSet', 'DaemonSet'],
  docs: {
    title: 'MONGO_INITDB_ROOT_USERNAME without MONGO_INITDB_ROOT_PASSWORD',
    why: `The start script of the \`mongo\` image wants both or none, and ends with an error otherwise: the container never starts with an
empty volume. Each may also come from a file (\`…_FILE\`).`,
    ...withoutEnv('MONGO_INITDB_ROOT_PASSWORD'),
  },
  check: (context) => mongoProblems(context, 'MONGO_INITDB_ROOT_USERNAME', 'MONGO_INITDB_ROOT_PASSWORD'),
};
