import { selectBackend } from '../../src/runtime/backends.ts';
import { type BackendName, backendNames } from '../../src/runtime/engine-names.ts';
import type { Tf } from '../../src/runtime/tf.ts';

/** The backends to test, from ARCHC_BACKENDS: `wasm,cpu` where it says nothing. */
export function backendsUnderTest(): readonly BackendName[] {
  const wanted = (process.env.ARCHC_BACKENDS ?? 'wasm,cpu').split(',').map((name) => name.trim());
  return wanted.map((name) => {
    const known = backendNames.find((each) => each === name);
    if (!known)
      throw new Error(`ARCHC_BACKENDS names \`${name}\`; the backends are ${backendNames.join(', ')}`);
    return known;
  });
}

/** Makes a backend the current one; one that does not start fails the test, as a skipped comparison proves nothing. */
export async function startBackend(name: BackendName): Promise<Tf> {
  const backend = await selectBackend(name);
  if ('code' in backend) throw new Error([backend.message, ...backend.help].join('\n'));
  if (backend.tf.getBackend() !== name) throw new Error(`${backend.tf.getBackend()} runs instead of ${name}`);
  return backend.tf;
}
