import { perChannel } from './activations.ts';
import { type Emit, finish, inputOf, resultDims, step, weight } from './emission.ts';
import { channelsFirst, channelsLast } from './reshaping.ts';

export const affine: Emit<'affine'> = ({ attributes }, site) => {
  const { scale, shift } = attributes;
  const x = inputOf(site);
  if (!scale)
    return shift ? finish(site, 'Add', [x, perChannel(site, x, shift)]) : finish(site, 'Identity', [x]);
  const factor = perChannel(site, x, scale);
  if (!shift) return finish(site, 'Mul', [x, factor]);
  const scaled = step(site, 'scaled', 'Mul', [x, factor], resultDims(site));
  return finish(site, 'Add', [scaled, perChannel(site, x, shift)]);
};

/** The operator normalises what stands last, so channels go there and back. */
export const layerNorm: Emit<'layer_norm'> = ({ attributes }, site) => {
  const { gamma, beta, eps } = attributes;
  const x = inputOf(site);
  const gains = [weight(site, gamma, { dims: gamma.shape }), weight(site, beta, { dims: beta.shape })];
  const settings = { axis: -1, epsilon: eps };
  if (x.dims.length !== 4) return finish(site, 'LayerNormalization', [x, ...gains], settings);
  const last = channelsLast(site, x);
  return channelsFirst(
    site,
    step(site, 'normalised', 'LayerNormalization', [last, ...gains], last.dims, settings),
  );
};
