import { listPictures } from '../../brand/pictures.ts';
import type { Check } from '../../db/schema.ts';
import type { Voice } from '../../i18n/voice.ts';
import { check } from '../check.ts';
import { type Field, NONE, type Reader } from '../field.ts';
import { said } from '../said.ts';
import type { StepContext } from '../step.ts';
import type { Copy, Variant } from './schema.ts';

/** Nothing to choose where the account has no picture. */
export const pictureFields = async ({ picture }: Variant, ctx: StepContext): Promise<Field[]> => {
  const names = [...new Set([...(picture ? [picture] : []), ...(await listPictures(ctx.db)).map(({ name }) => name)])];
  if (names.length === 0) return [];
  return [
    {
      id: 'picture',
      label: 'picture',
      kind: 'choice',
      value: picture ?? NONE,
      options: [
        { value: NONE, label: said(ctx.deps.config, (v) => v.t.channels.copy.noPicture) },
        ...names.map((name) => ({ value: name, label: { ko: name, en: name } })),
      ],
    },
  ];
};

export const withPicture = ({ picture, ...variant }: Variant, form: Reader): Variant => {
  const picked = form.text('picture', picture ?? NONE);
  return picked === NONE ? variant : { ...variant, picture: picked };
};

/** A model writes the words anew and knows nothing of the picture a person put with them: it stays. */
export const keepPictures = ({ variants }: Copy, { previous }: StepContext): Copy => ({
  variants: variants.map((variant) => {
    const before = (previous?.content as Copy | undefined)?.variants.find(({ key }) => key === variant.key);
    return variant.channel === 'sms' && before?.picture ? { ...variant, picture: before.picture } : variant;
  }),
});

/** What was chosen is still kept; silent where nobody chose one. */
export const pictureChecks = async ({ variants }: Copy, ctx: StepContext): Promise<Check[]> => {
  const chosen = variants.flatMap(({ key, picture }) => (picture ? [{ key, picture }] : []));
  if (chosen.length === 0) return [];
  const known = new Set((await listPictures(ctx.db)).map(({ name }) => name));
  const say = (make: (v: Voice) => string) => said(ctx.deps.config, make);
  return [
    check(
      'copy.picture',
      'block',
      say((v) => v.t.channels.copy.checks.picture),
      chosen
        .filter(({ picture }) => !known.has(picture))
        .map(({ key, picture }) => say((v) => v.t.channels.copy.lostPicture({ key, name: picture }))),
      'copy',
    ),
  ];
};
