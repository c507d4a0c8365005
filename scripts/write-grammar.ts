import { writeFileSync } from 'node:fs';
import { grammarFiles } from './grammar/files.ts';

for (const [path, text] of Object.entries(grammarFiles())) {
  writeFileSync(path, text);
  console.log(`${path}: ${text.length} bytes`);
}
