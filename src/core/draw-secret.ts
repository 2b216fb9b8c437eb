/** The directions of a secret's ΔW*. Apart from what the page says of secrets: it needs a decomposition, and the page does not. */
import { Matrix, QrDecomposition } from 'ml-matrix';
import { createRng } from './rng.ts';
import { SECRET_TARGETS, secretRank, type SecretChoice } from './secret.ts';
import { siteId, siteShape, sitesOf, type Site, type TransformerConfig } from './site.ts';

/** ΔW* = s·BA at a site: B's columns are orthonormal, and so are A's rows, so that all k singular values are s. */
export interface SecretPair {
  site: Site;
  /** Row-major k × dIn. */
  a: Float32Array<ArrayBuffer>;
  /** Row-major dOut × k. */
  b: Float32Array<ArrayBuffer>;
}

/** Random directions for the sites of a model: Q of a Gaussian matrix, uniform over all there are up to signs. */
export function drawSecret(
  model: Pick<TransformerConfig, 'n_layer' | 'n_embd' | 'n_inner'>,
  choice: SecretChoice,
): SecretPair[] {
  const k = secretRank(choice);
  const directions = (site: Site, matrix: string, size: number): Matrix => {
    const rng = createRng(choice.seed, `secret/${matrix}/${siteId(site)}`);
    const gaussian = Array.from({ length: size * k }, () => rng.normal());
    return new QrDecomposition(Matrix.from1DArray(size, k, gaussian)).orthogonalMatrix;
  };
  return sitesOf(model, SECRET_TARGETS, null).map((site) => {
    const { dIn, dOut } = siteShape(model, site.projection);
    return {
      site,
      a: Float32Array.from(directions(site, 'A', dIn).transpose().to1DArray()),
      b: Float32Array.from(directions(site, 'B', dOut).to1DArray()),
    };
  });
}
