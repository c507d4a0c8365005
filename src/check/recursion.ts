import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import type { Span } from '../source/source.ts';

type Mentions = ReadonlyMap<ast.Declaration, ReadonlyMap<ast.Declaration, Span>>;

/** A depth-first walk over the mentions without recursion: every declaration after those that it mentions. */
export function mentionOrder(
  mentions: Mentions,
  onCycle: (path: readonly ast.Declaration[]) => void,
): ast.Declaration[] {
  const done = new Set<ast.Declaration>();
  const order: ast.Declaration[] = [];
  for (const root of mentions.keys()) {
    if (done.has(root)) continue;
    const path = [{ declaration: root, targets: [...(mentions.get(root)?.keys() ?? [])], next: 0 }];
    const open = new Set([root]);
    for (let top = path[path.length - 1]; top; top = path[path.length - 1]) {
      const target = top.targets[top.next++];
      if (!target) {
        open.delete(top.declaration);
        done.add(top.declaration);
        order.push(top.declaration);
        path.pop();
      } else if (open.has(target)) {
        const from = path.findIndex((each) => each.declaration === target);
        onCycle(path.slice(from).map((each) => each.declaration));
      } else if (!done.has(target)) {
        open.add(target);
        path.push({ declaration: target, targets: [...(mentions.get(target)?.keys() ?? [])], next: 0 });
      }
    }
  }
  return order;
}

/** One error for each circle of declarations that mention one another. */
export function recursionErrors(
  mentions: Mentions,
): { readonly declaration: ast.Declaration; readonly error: Diagnostic }[] {
  const found: { declaration: ast.Declaration; error: Diagnostic }[] = [];
  mentionOrder(mentions, (circle) => {
    const [first] = circle;
    const last = circle[circle.length - 1];
    const closing = last && first && mentions.get(last)?.get(first);
    if (!first || !last || !closing) return;
    const labels = circle.slice(0, -1).flatMap((each, i) => {
      const next = circle[i + 1];
      const span = next && mentions.get(each)?.get(next);
      return span ? [{ span, text: `\`${each.name.name}\` mentions \`${next.name.name}\`` }] : [];
    });
    found.push({
      declaration: last,
      error: diagnostic(
        'ARC2010',
        closing,
        { name: first.name.name },
        {
          label:
            circle.length > 1
              ? `and \`${last.name.name}\` mentions \`${first.name.name}\``
              : 'it mentions itself here',
          labels: labels.slice(0, 4),
          help: ['write the repetition as a loop over a list'],
        },
      ),
    });
  });
  return found;
}
