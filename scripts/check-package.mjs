// Checks the package as it would be published: what is in it, that its entry points resolve with their types, and
// that it works when it is installed somewhere else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'archc-package-'));

function run(command, args, cwd) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

try {
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root),
  );
  const tarball = join(folder, packed.filename);
  for (const needed of [
    'dist/archc.js',
    'dist/lib/index.js',
    'dist/lib/index.d.ts',
    'std/layers.arch',
    'README.md',
    'LICENSE',
  ]) {
    if (!packed.files.some((file) => file.path === needed))
      throw new Error(`${needed} is missing in the package`);
  }
  console.log(`${packed.files.length} files, ${(packed.unpackedSize / 1e6).toFixed(2)} MB unpacked`);
  console.log(run('npx', ['publint', tarball, '--strict'], root).trim());
  console.log(run('npx', ['attw', tarball, '--profile', 'esm-only', '--no-emoji'], root).trim());

  // Installed without its dependencies: compiling needs none that is not bundled, and must say so by working.
  run('tar', ['xzf', tarball, '-C', folder], root);
  const installed = join(folder, 'package');
  writeFileSync(join(folder, 'net.arch'), readFileSync(join(root, 'examples/mobilenet_v2.arch')));
  const archc = (...args) =>
    run(process.execPath, [join(installed, 'dist/archc.js'), ...args], folder).trim();
  console.log(archc('--version'));
  archc('check', 'net.arch');
  archc('build', 'net.arch', '-o', 'out');
  JSON.parse(readFileSync(join(folder, 'out/model.json'), 'utf8'));
  archc('explain', 'ARC3101');
  console.log('the packed command line checks, builds and explains');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
