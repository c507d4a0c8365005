// Packs the extension for VS Code, editors/vscode/archc-VERSION.vsix: its bundled code, the grammar, and the command
// line from dist/ with the standard library, which is its language server too. A .vsix is a zip with two manifests.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import sharp from 'sharp';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (...path) => readFileSync(join(root, ...path));
const list = (folder, ending) => readdirSync(join(root, folder)).filter((name) => name.endsWith(ending));

const manifest = JSON.parse(read('editors/vscode/package.json'));
const { version } = JSON.parse(read('package.json'));
if (manifest.version !== version)
  throw new Error(`editors/vscode/package.json says ${manifest.version}, package.json ${version}`);

const bundled = await build({
  entryPoints: [join(root, 'editors/vscode/src/extension.ts')],
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  minify: true,
  logLevel: 'warning',
});
const [code] = bundled.outputFiles;

/** What lies in the folder of the extension, by its path there. */
const files = new Map([
  ['package.json', Buffer.from(JSON.stringify(published(manifest), null, 2))],
  ['dist/extension.js', code.contents],
  ['readme.md', read('editors/vscode/README.md')],
  ['LICENSE.txt', read('LICENSE')],
  ['icon.svg', read('editors/vscode/icon.svg')],
  // The Marketplace takes no SVG.
  [
    'icon.png',
    await sharp(read('editors/vscode/icon.svg'), { density: 144 }).resize(256, 256).png().toBuffer(),
  ],
  ['schema/archc.schema.json', read('schema/archc.schema.json')],
  ['language-configuration.json', read('editors/vscode/language-configuration.json')],
  ['snippets/arch.json', read('editors/vscode/snippets/arch.json')],
  ['syntaxes/arch.tmLanguage.json', read('grammar/arch.tmLanguage.json')],
  ['archc/package.json', Buffer.from(JSON.stringify({ name: 'archc', version, license: 'MIT' }))],
  ['archc/dist/archc.js', read('dist/archc.js')],
  // What V8 has compiled of them stays behind: it is of the Node of this machine.
  ...list('dist', '.cjs').map((name) => [`archc/dist/${name}`, read('dist', name)]),
  ['archc/dist/package.json', read('dist/package.json')],
  ...list('std', '.arch').map((name) => [`archc/std/${name}`, read('std', name)]),
  ...list('docs/diagnostics', '.md').map((name) => [
    `archc/docs/diagnostics/${name}`,
    read('docs/diagnostics', name),
  ]),
]);

const entries = [
  ['extension.vsixmanifest', Buffer.from(vsixManifest(manifest))],
  ['[Content_Types].xml', Buffer.from(contentTypes([...files.keys()]))],
  ...[...files].map(([path, bytes]) => [`extension/${path}`, bytes]),
];
// One time for all, so that the same sources give the same file.
const zip = zipSync(Object.fromEntries(entries), { level: 9, mtime: '2026-01-01T00:00:00' });
const path = join('editors/vscode', `${manifest.name}-${version}.vsix`);
writeFileSync(join(root, path), zip);
console.log(`${path}: ${files.size} files, ${(zip.length / 1e6).toFixed(2)} MB`);

/** What is for the repository alone is left out. */
function published({ private: _, ...rest }) {
  return rest;
}

function vsixManifest({ name, publisher, displayName, description, categories, keywords, engines }) {
  const properties = {
    'Microsoft.VisualStudio.Code.Engine': engines.vscode,
    'Microsoft.VisualStudio.Code.ExtensionKind': manifest.extensionKind.join(','),
    'Microsoft.VisualStudio.Code.ExtensionDependencies': '',
    'Microsoft.VisualStudio.Code.ExtensionPack': '',
    'Microsoft.VisualStudio.Services.GitHubFlavoredMarkdown': 'true',
  };
  const tags = [...keywords, 'arch', '__ext_arch', 'snippet'];
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${xml(name)}" Version="${xml(version)}" Publisher="${xml(publisher)}" />
    <DisplayName>${xml(displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(description)}</Description>
    <Tags>${xml(tags.join(','))}</Tags>
    <Categories>${xml(categories.join(','))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/icon.png</Icon>
    <Properties>
${Object.entries(properties)
  .map(([id, value]) => `      <Property Id="${id}" Value="${xml(value)}" />`)
  .join('\n')}
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code" />
  </Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/readme.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/icon.png" Addressable="true" />
  </Assets>
</PackageManifest>
`;
}

function contentTypes(paths) {
  const known = {
    js: 'application/javascript',
    json: 'application/json',
    md: 'text/markdown',
    png: 'image/png',
    svg: 'image/svg+xml',
    txt: 'text/plain',
  };
  const endings = new Set([...paths.map((each) => each.split('.').pop()), 'vsixmanifest']);
  const lines = [...endings].map((ending) => {
    const type = ending === 'vsixmanifest' ? 'text/xml' : (known[ending] ?? 'application/octet-stream');
    return `  <Default Extension=".${ending}" ContentType="${type}" />`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${lines.join('\n')}
</Types>
`;
}

function xml(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character]);
}
