import { createContext, useContext } from '../ui.js';

/**
 * The form that a control stands in: the one message or the one view whose state is sent along.
 *
 * @typedef {object} Form
 * @property {import('./form.js').Values} values
 * @property {Readonly<Record<string, string>>} errors by block id
 * @property {string | null} busy key of the control whose action is under way
 * @property {(blockId: string, element: Record<string, any>, value: Record<string, any>) => void} set
 * @property {(blockId: string, element: Record<string, any>, extra: Record<string, any>) => void} act
 * @property {boolean} frozen nothing may be pressed now
 */
const missing = /** @type {Form} */ (/** @type {unknown} */ (null));
export const FormContext = createContext(missing);

/** @returns {Form} */
export const useForm = () => useContext(FormContext);
