import { ebnf } from './ebnf.ts';
import { productions } from './productions.ts';
import { railroadPage } from './railroad.ts';
import { textmate } from './textmate.ts';

/** What `grammar/` holds, by path. */
export function grammarFiles(): Readonly<Record<string, string>> {
  const rules = productions();
  return {
    'grammar/arch.ebnf': ebnf(rules),
    'grammar/railroad.html': railroadPage(rules),
    'grammar/arch.tmLanguage.json': textmate(),
  };
}
