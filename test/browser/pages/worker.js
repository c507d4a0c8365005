// What a web page's own worker would be: bundled, it has the library and nothing of Node.
import { ArchError, compile, memoryHost } from '../../../dist/lib/index.js';

onmessage = async ({ data: { files, path, choice, options } }) => {
  try {
    const network = compile(memoryHost(files), path).network(choice);
    const hashes = {};
    for (const [name, bytes] of await network.toFiles(options)) {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      hashes[name] = Array.from(digest, (each) => each.toString(16).padStart(2, '0')).join('');
    }
    postMessage({ costs: network.costs, hashes });
  } catch (failure) {
    if (failure instanceof ArchError) postMessage({ refused: failure.diagnostics.map(({ code }) => code) });
    else postMessage({ threw: String(failure) });
  }
};
