/** Lets others in between TensorFlow.js's operations, which a training step runs without giving way to the event loop. */
import * as tf from '@tensorflow/tfjs-core';

/** Calls `listener` before each operation and each operation's gradient. It must be quick and leave tensors alone. */
export function onEachOp(listener: () => void): void {
  const engine = tf.engine();
  // TensorFlow.js has no event for this; every operation, gradient and `tidy` opens a scope.
  const startScope = engine.startScope.bind(engine);
  engine.startScope = (name) => {
    listener();
    startScope(name);
  };
}
