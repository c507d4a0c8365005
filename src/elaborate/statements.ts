import { diagnostic } from '../diagnostics/report.ts';
import type * as ast from '../parser/ast.ts';
import { isUnknown, UNKNOWN_VALUE } from '../values/value.ts';
import { runChain } from './chains.ts';
import { define, innerEnv } from './environment.ts';
import { evaluate, evaluateBool, evaluateInt, evaluateList } from './evaluate.ts';
import { runExpect } from './expects.ts';
import { isLayer } from './layers.ts';
import type { Layer, SharedWeights } from './made-layers.ts';
import { claimName } from './paths.ts';
import { bind } from './patterns.ts';
import { runRequire } from './require.ts';
import { type Flow, report, type Site, STEPS } from './state.ts';
import { spend } from './steps.ts';

/** Runs the statements of a body one after the other; the flow passes through them. */
export function runStatements(site: Site, body: ast.Body, flow: Flow): void {
  for (const statement of body.statements) runStatement(site, statement, flow);
}

/** Runs a body inside braces: names that it makes end with it. */
function runInner(site: Site, body: ast.Body, flow: Flow): void {
  runStatements({ ...site, env: innerEnv(site.env) }, body, flow);
}

function runStatement(site: Site, statement: ast.Statement, flow: Flow): void {
  const { frame } = site;
  spend(frame, STEPS.statement, statement.span);
  execute(site, statement, flow);
  frame.build.observer?.statement?.(statement, flow.tensor, frame.calls);
}

function execute(site: Site, statement: ast.Statement, flow: Flow): void {
  switch (statement.kind) {
    case 'chain':
      return runChain(site, statement, flow);
    case 'let':
      bind(site, statement.pattern, evaluate(site, statement.value));
      return;
    case 'shared':
      return runShared(site, statement);
    case 'require':
      return runRequire(site, statement);
    case 'expect':
      return runExpect(site, statement, flow);
    case 'input':
    case 'output':
      // The network itself has read them (network.ts).
      return;
    case 'if': {
      for (const { condition, body } of statement.branches) {
        const holds = evaluateBool(site, condition, 'a condition');
        if (holds === undefined) {
          flow.tensor = flow.tensor && { ...flow.tensor, shape: undefined };
          return;
        }
        if (holds) return runInner(site, body, flow);
      }
      if (statement.else) runInner(site, statement.else, flow);
      return;
    }
    case 'for': {
      const items = evaluateList(site, statement.iterable);
      if (!items) {
        flow.tensor = flow.tensor && { ...flow.tensor, shape: undefined };
        return;
      }
      const inner: Site = { ...site, env: innerEnv(site.env) };
      for (const item of items) {
        spend(site.frame, 1, statement.span);
        inner.env.names?.clear();
        bind(inner, statement.pattern, item);
        runStatements(inner, statement.body, flow);
      }
      return;
    }
    case 'repeat':
      return runRepeat(site, statement, flow);
  }
}

function runRepeat(site: Site, statement: ast.RepeatStatement, flow: Flow): void {
  const count = evaluateInt(site, statement.count, 'the count of a `repeat`');
  if (count === undefined) {
    flow.tensor = flow.tensor && { ...flow.tensor, shape: undefined };
    return;
  }
  if (count < 0) {
    report(site.frame, diagnostic('ARC2104', statement.count.span, { count }));
    return;
  }
  const inner: Site = { ...site, env: innerEnv(site.env) };
  for (let i = 0; i < count; i++) {
    spend(site.frame, 1, statement.span);
    inner.env.names?.clear();
    runStatements(inner, statement.body, flow);
  }
}

/** `shared tower = embed(64)`: takes the name and the place in the order of weights; made when applied first. */
function runShared(site: Site, statement: ast.SharedStatement): void {
  const { frame, env } = site;
  const value = evaluate(site, statement.value);
  if (isUnknown(value) || !isLayer(value)) {
    define(env, statement.name.name, UNKNOWN_VALUE);
    return;
  }
  const declared = statement.name.name;
  const name = claimName(frame, declared, statement.name);
  const shared: SharedWeights = {
    declared,
    name,
    scope: frame.paths,
    weightPath: (frame.paths.weightPrefix ?? frame.paths.prefix) + name,
    order: [],
    modules: new Map(),
    reuse: frame.reuse,
    applied: false,
  };
  frame.order.push(shared.order);
  const layer: Layer = { ...value, shared };
  define(env, statement.name.name, layer);
}
