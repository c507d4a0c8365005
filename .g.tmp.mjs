import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
process.env.TF_CPP_MIN_LOG_LEVEL='3';
import util from 'node:util';
const which = process.argv[2] ?? 'cpu';
if (which==='tensorflow') await import('@tensorflow/tfjs-node');
const rnd=(n)=>Math.floor(Math.random()*n);
async function grad(backend, shape, f, xs, dys) {
  await tf.setBackend(backend);
  const x = tf.tensor(xs, shape);
  const y = f(x); const dy = tf.tensor(dys.slice(0,y.size), y.shape);
  const g = tf.grad((x)=>tf.sum(tf.mul(f(x),dy)))(x);
  return [Array.from(y.dataSync()), Array.from(g.dataSync())];
}
const diff=(a,b)=>a.length!==b.length?Infinity:Math.max(...a.map((v,i)=>Math.abs(v-b[i])));
const kinds = {
  maxPool: () => { const k=[1+rnd(3),1+rnd(3)], s=[1+rnd(3),1+rnd(3)], p=['same','valid'][rnd(2)]; return [x=>tf.maxPool(x,k,s,p), `${k} ${s} ${p}`]; },
  maxPoolTies: () => { const k=[1+rnd(3),1+rnd(3)], s=[1+rnd(3),1+rnd(3)], p=['same','valid'][rnd(2)]; return [x=>tf.maxPool(tf.relu(x),k,s,p), `${k} ${s} ${p}`]; },
  avgPool: () => { const k=[1+rnd(3),1+rnd(3)], s=[1+rnd(3),1+rnd(3)], p=['same','valid'][rnd(2)]; return [x=>tf.avgPool(x,k,s,p), `${k} ${s} ${p}`]; },
  nearest: () => { const k=[1+rnd(3),1+rnd(3)]; return [x=>tf.image.resizeNearestNeighbor(x,[x.shape[1]*k[0],x.shape[2]*k[1]]), `${k}`]; },
  elu: () => [x=>tf.elu(x),''], selu: ()=>[x=>tf.selu(x),''], softplus: ()=>[x=>tf.softplus(x),''], softmax: ()=>[x=>tf.softmax(x),''],
  prelu: () => { const a=Array.from({length:16},()=>Math.random()); return [x=>tf.prelu(x, tf.tensor(a.slice(0,x.shape[3]))),'']},
  tanh: ()=>[x=>tf.tanh(x),''], relu6: ()=>[x=>tf.relu6(x.mul(5)),''], leaky: ()=>[x=>tf.leakyRelu(x,0.1),''], clip:()=>[x=>tf.clipByValue(x,-0.5,0.5),''],
  max: ()=>[x=>tf.max(x,[1,2]),''], mean: ()=>[x=>tf.mean(x,[1,2]),''], maximum:()=>[x=>tf.maximum(x,tf.neg(x).add(0.1)),''],
  convT: () => { const k=[1+rnd(3),1+rnd(3)], s=[1+rnd(3),1+rnd(3)]; const p=['same','valid'][rnd(2)]; return [x=>{const w=tf.tensor(Array.from({length:k[0]*k[1]*2*x.shape[3]},(_, i)=>Math.sin(i*3)),[...k,2,x.shape[3]]); const h=p==='same'?x.shape[1]*s[0]:x.shape[1]*s[0]+Math.max(k[0]-s[0],0), wd=p==='same'?x.shape[2]*s[1]:x.shape[2]*s[1]+Math.max(k[1]-s[1],0); return tf.conv2dTranspose(x,w,[x.shape[0],h,wd,2],s,p)},`${k} ${s} ${p}`]; },
  conv: () => { const k=[1+rnd(3),1+rnd(3)], s=[1+rnd(3),1+rnd(3)]; const p=['same','valid'][rnd(2)]; return [x=>{const w=tf.tensor(Array.from({length:k[0]*k[1]*2*x.shape[3]},(_, i)=>Math.sin(i*3)),[...k,x.shape[3],2]); return tf.conv2d(x,w,s,p)},`${k} ${s} ${p}`]; },
};
for (const [name, make] of Object.entries(kinds)) {
  let badF=0,bad=0,n=0,ex='';
  for (let i=0;i<80;i++) {
    const shape=[1+rnd(2),3+rnd(6),3+rnd(6),1+rnd(5)];
    const [f,d]=make();
    const xs=Array.from({length:shape.reduce((a,b)=>a*b)},()=>Math.random()*2-1), dys=Array.from({length:100000},(_, i)=>Math.sin(i));
    try {
    const a=await grad(which,shape,f,xs,dys), b=await grad('wasm',shape,f,xs,dys);
    n++; if(!(diff(a[0],b[0])<1e-4)) {badF++; ex=ex||`F ${shape} ${d}`} if(!(diff(a[1],b[1])<1e-3)) {bad++; ex=ex||`G ${shape} ${d} ${diff(a[1],b[1])}`}
    } catch(e){ ex = ex||String(e).slice(0,100); bad++ }
  }
  console.log(name, 'forward bad', badF, 'grad bad', bad, 'of', n, ex);
}
