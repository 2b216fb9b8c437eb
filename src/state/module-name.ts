/** What a model's own files call its modules. */
import { namingFor } from '../formats/peft/modules.ts';

/** `embed_tokens` of a Llama where a GPT-2 has `wte`, as PEFT's `modules_to_save` has it. @param module by the name of `modulesOf` */
export const moduleName = (model: object, module: string): string => namingFor(model).pathOf(module, '');
