// The notice in French.
import type { NoticeLanguage } from './notice-language.ts';

export const FRENCH: NoticeLanguage = {
  code: 'fr',
  name: 'Français',
  title: (hasVoice) =>
    hasVoice ? 'Une caméra et un microphone analysent l’ambiance de cette salle' : 'Une caméra analyse cette salle',
  headings: {
    sensed: 'Ce qui est analysé',
    why: 'Pourquoi',
    kept: 'Ce qui est conservé',
    published: 'Ce qui est publié',
    rights: 'Vos droits',
    contact: 'Qui est responsable',
  },
  camera:
    'Un appareil équipé d’une caméra compte combien de visages sont visibles, pendant combien de temps, et s’ils sont tournés vers lui.',
  emotions: 'Il estime l’émotion que montre chaque visage. Ces estimations peuvent être fausses.',
  noEmotions: 'Il n’estime pas les émotions.',
  voice:
    'Un microphone écoute le ton des voix. Il estime des émotions ; il ne comprend pas les paroles et ne les transcrit pas.',
  noVoice: 'Aucun son n’est enregistré ni analysé.',
  gender: 'Il estime si chaque visage paraît féminin ou masculin. Ces estimations peuvent être fausses.',
  feedback: 'Les appuis sur l’écran sont comptés.',
  always: 'La salle est analysée à toute heure.',
  hours: (from, to, timeZone) => `La salle est analysée chaque jour de ${from} à ${to} (${timeZone}).`,
  purposes: {
    public: 'Pour savoir combien de personnes utilisent ce lieu public et comment elles s’y sentent.',
    retail: 'Pour savoir comment les visiteurs se sentent dans ce magasin.',
    event: 'Pour savoir comment les invités se sentent lors de cet événement.',
    'care-or-safety': 'Pour les soins ou la sécurité dans ce lieu.',
    'research-with-consent': 'Pour une recherche avec des personnes qui ont accepté d’y participer.',
    workplace: 'Pour savoir comment ce lieu de travail est utilisé.',
    education: 'Pour savoir comment cet établissement d’enseignement est utilisé.',
  },
  legalBasis: (text) => `Base légale : ${text}`,
  nothingKept:
    'Aucune image ni aucun son n’est conservé. Tout disparaît de l’appareil en quelques secondes et n’en sort jamais.',
  noIdentity: 'Personne n’est reconnu, et personne n’est suivi dans une autre salle ou un autre jour.',
  published: (minutes) => `Toutes les ${minutes} minutes, des nombres concernant toute la salle sont publiés.`,
  crowd: (k) => `Rien n’est dit d’un groupe de moins de ${k} personnes.`,
  noise: 'Les nombres sont brouillés par un bruit aléatoire : personne ne peut en déduire si vous étiez ici.',
  rights:
    'Vous pouvez demander ce qui est fait des données, vous y opposer et adresser une plainte à l’autorité de protection des données.',
};
