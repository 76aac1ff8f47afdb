// The language of the pages. English is the only one so far.
import { english, type Strings } from './english.ts';

export const t: Strings = english;
