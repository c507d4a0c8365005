/** Measures examples/digits.arch with its weights on the held-out digits, on wasm; exits with 1 below 97%. */
import { readDigits } from './digits-data.ts';
import { accuracy, openDigits } from './digits-network.ts';

const REQUIRED = 0.97;

const digitizer = await openDigits('wasm', 'trained');
const heldOut = readDigits('held out');
const share = await accuracy(digitizer, heldOut);
const right = Math.round(share * heldOut.count);
console.log(
  `${right} of ${heldOut.count} held-out digits are read right on ${digitizer.name}: ${(100 * share).toFixed(2)}%`,
);
process.exitCode = share >= REQUIRED ? 0 : 1;
