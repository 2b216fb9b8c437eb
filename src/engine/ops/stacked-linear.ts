/**
 * The linear map of several runs at once on WebGPU: their rows lie one below the other and go through the frozen W
 * together, and each run's rows through its own A and B, in as many dispatches as one run takes. Ranks and scales may
 * differ. With GELU it takes one more dispatch.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import type { LabWebGPU } from '../backend/webgpu.ts';
import { BLOCK, gradientTensor, packedPlace, type PackedPlace } from '../parameters.ts';
import { weightProduct } from './linear-kernels.ts';
import type { FrozenLinear, LinearUpdate } from './linear-map.ts';
import { outerProducts, sumOfProducts, type Matrix, type OuterProduct, type Product } from './matmul.ts';
import { withGradients } from './with-gradient.ts';

/** A low-rank update of one run, and where it belongs. */
interface Member {
  run: number;
  /** Which of the matrices side by side in W. */
  section: number;
  /** Which of the adapted ones among these. */
  place: number;
  r: number;
  a: tf.Tensor2D;
  b: tf.Tensor2D;
}

function placeOf(parameter: tf.Tensor): PackedPlace {
  const place = packedPlace(parameter);
  if (!place) throw new LabError('internal', 'Runs side by side have packed parameters.');
  return place;
}

/** The low-rank updates of all runs, run after run. @param sections that are adapted, the same in all runs */
function membersOf(runs: NonNullable<LinearUpdate['runs']>, sections: readonly number[]): Member[] {
  return runs.flatMap((pairs, run) =>
    sections.map((section, place): Member => {
      const pair = pairs[section];
      if (!pair) throw new LabError('internal', 'Runs side by side adapt the same matrices.');
      const { a, b } = pair;
      return { run, section, place, r: a.shape[0], a, b };
    }),
  );
}

/** Finds a parameter, or its gradient, in the stretch of its run's buffer in which all those of a map lie. */
type Find = (run: number, parameter: tf.Tensor) => { tensor: tf.Tensor; from: number };

/**
 * Binds one stretch for each run, since a device binds few tensors at once; counted from where it begins, places are the same
 * in every layer, and so are kernels.
 */
function stretches(gpu: LabWebGPU, members: readonly Member[], of: 'values' | 'gradients'): Find {
  const found = new Map<number, { tensor: tf.Tensor; from: number }>();
  for (const run of new Set(members.map((member) => member.run))) {
    const parameters = members.flatMap((member) => (member.run === run ? [member.a, member.b] : []));
    const from = Math.min(...parameters.map((own) => placeOf(own).from));
    const end = Math.max(...parameters.map((own) => placeOf(own).from + Math.ceil(own.size / BLOCK) * BLOCK));
    const [any] = parameters;
    if (any) found.set(run, { tensor: gpu.view(placeOf(any)[of], 4 * from, [end - from]), from });
  }
  return (run, parameter) => {
    const stretch = found.get(run);
    if (!stretch) throw new LabError('internal', 'A run has no parameters.');
    return { tensor: stretch.tensor, from: placeOf(parameter).from - stretch.from };
  };
}

/**
 * xW + b + Σ s·(xAᵀ)Bᵀ, with each run's own A, B and s, and an addend.
 * @param x [runs · N, dIn]
 * @param isConstant nothing trainable lies below x, so its gradient need not be computed
 * @param runs what is added to W in each run
 * @returns [runs · N, dOut]
 */
export function stackedLinear(
  gpu: LabWebGPU,
  { x, isConstant }: { x: tf.Tensor2D; isConstant: boolean },
  frozen: FrozenLinear,
  runs: NonNullable<LinearUpdate['runs']>,
  addend: tf.Tensor2D | null,
): tf.Tensor2D {
  const { dIn, dOut } = frozen;
  const [first = []] = runs;
  const sections = [...first.keys()].filter((section) => first[section]);
  const members = membersOf(runs, sections);
  const columns = dOut / first.length;
  const rows = x.shape[0] / runs.length;
  const highest = Math.max(...members.map(({ r }) => r));
  /** Each run's xAᵀ takes the width of the highest rank; nobody reads what is left over. */
  const low = {
    rows,
    runs: runs.length,
    columns: highest,
    sections: sections.length,
    scales: runs.flatMap((pairs) => sections.map((section) => pairs[section]?.scale ?? NaN)),
  };
  const lowOf = (tensor: tf.Tensor, { place }: Member): Matrix => ({
    tensor,
    width: sections.length * highest,
    from: place * highest,
  });
  const sectionOf = (dy: tf.Tensor, { section }: Member): Matrix => ({
    tensor: dy,
    width: dOut,
    from: section * columns,
  });
  const matrixA = (values: Find, { run, a }: Member): Matrix => ({ ...values(run, a), width: dIn });
  const matrixB = (values: Find, { run, b, r }: Member): Matrix => ({ ...values(run, b), width: r });

  return withGradients<tf.Tensor[], tf.Tensor2D, [tf.Tensor2D, tf.Tensor2D]>(
    [...(isConstant ? [] : [x]), ...members.flatMap(({ a, b }) => [a, b]), ...(addend ? [addend] : [])],
    () => {
      const values = stretches(gpu, members, 'values');
      const down = members.map((member): Product => ({
        a: { tensor: x, width: dIn },
        b: matrixA(values, member),
        transposed: true,
        depth: dIn,
        section: member.place,
        run: member.run,
        columns: member.r,
      }));
      const lows = sumOfProducts(gpu, down, low).value; // [runs · N, sections · highest], s included
      const up = members.map((member): Product => ({
        a: lowOf(lows, member),
        b: matrixB(values, member),
        transposed: true,
        depth: member.r,
        section: member.section,
        run: member.run,
      }));
      const { value } = sumOfProducts(gpu, [weightProduct({ tensor: x, width: dIn }, frozen, false), ...up], {
        rows,
        runs: runs.length,
        columns,
        sections: first.length,
        bias: frozen.bias,
        addend,
      });
      return { value, saved: [lows, x] };
    },
    (dy, [lows, input]) => {
      const values = stretches(gpu, members, 'values');
      const gradients = stretches(gpu, members, 'gradients');
      const down = members.map((member): Product => ({
        a: sectionOf(dy, member),
        b: matrixB(values, member),
        transposed: false,
        depth: columns,
        section: member.place,
        run: member.run,
        columns: member.r,
      }));
      const dLows = sumOfProducts(gpu, down, low).value; // [runs · N, sections · highest], s included
      const outer = members.flatMap((member): OuterProduct[] => {
        const { run, a, b } = member;
        return [
          {
            a: lowOf(dLows, member),
            b: { tensor: input, width: dIn },
            output: gradientTensor(a),
            within: gradients(run, a),
            run,
          },
          {
            a: sectionOf(dy, member),
            b: lowOf(lows, member),
            output: gradientTensor(b),
            within: gradients(run, b),
            run,
          },
        ];
      });
      outerProducts(gpu, outer, rows);
      const up = members.map((member): Product => ({
        a: lowOf(dLows, member),
        b: matrixA(values, member),
        transposed: false,
        depth: member.r,
        run: member.run,
      }));
      const back = weightProduct({ tensor: dy, width: dOut }, frozen, true);
      return [
        ...(isConstant
          ? []
          : [sumOfProducts(gpu, [back, ...up], { rows, runs: runs.length, columns: dIn }).value]),
        ...outer.map(({ output }) => output),
        ...(addend ? [dy.clone()] : []),
      ];
    },
  );
}
