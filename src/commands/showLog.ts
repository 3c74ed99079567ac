import type { MakeVerb } from './verb.ts';

/** *Show Log*: the extension's own. */
export const showLog: MakeVerb = ({ log }) => ({
  id: 'kubesets.showLog',
  run() {
    log.show();
    return Promise.resolve();
  },
});
