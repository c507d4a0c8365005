import * as tf from '@tensorflow/tfjs';
import { outcomeOf } from './test/generate/check.ts';
import { load } from './test/lower/layers/harness.ts';
await tf.setBackend('cpu');
const text = `
network net {
  input image: [1, 1, 1]
  parallel(join = add) {
    path {
      shared twin = depthwise_conv2d(kernel = 1)
      twin() -> twin()
    }
    path { gelu(approximate = true) }
  }
  as_
  conv2d(2)
}`.replace('  as_\n','');
for (let k = 0; k < 3; k++) {
const o = outcomeOf(text); if ('refused' in o) throw o;
if (k==0) console.log(new TextDecoder().decode(o.files.get('model.json')!).slice(0,1800));
const m = await load(o.files);
console.log(m.layers.map(l=>l.name+':'+l.inboundNodes.map((n:any)=>n.outputTensors.map((t:any)=>t.name))));
try { m.predict(tf.zeros([2,1,1,1])); console.log('ok'); } catch (e) { console.log(String(e)); }
}
