/** Where what goes wrong with the device outside of any call is told. */
import type { LabError } from '../../core/lab-error.ts';

let onDeviceError = (error: LabError): void => {
  throw error;
};

/** Hears of lost devices and of errors that no call reports. Without a listener they are uncaught errors. */
export function listenToDevice(listener: (error: LabError) => void): void {
  onDeviceError = listener;
}

/** Told by the backend. */
export function deviceFailed(error: LabError): void {
  onDeviceError(error);
}
