/** What the writers of PEFT's methods give. */
export interface Written {
  /** What adapter_config.json says beside what all methods say there. */
  settings: Readonly<Record<string, unknown>> & { modules_to_save?: string[] | null };
  tensors: { name: string; shape: readonly number[]; data: Float32Array }[];
}
