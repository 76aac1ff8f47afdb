// The notice in French.
import type { NoticeTexts } from './texts.ts';

export const FRENCH: NoticeTexts = {
  name: 'Français',
  title: {
    moods: 'L’ambiance de cette salle est mesurée',
    people: 'Les personnes présentes dans cette salle sont comptées',
    demo: 'Démonstration : une séquence enregistrée est analysée',
    nothing: 'Rien n’est mesuré ici',
  },
  now: {
    sensing: 'L’appareil mesure en ce moment.',
    idle: 'En ce moment, rien n’est mesuré.',
    aiming:
      'En ce moment, la caméra est en cours d’orientation : la personne qui s’en charge voit l’image entière. Rien n’est compté, rien n’est conservé.',
    replaying: 'La séquence est en cours de lecture.',
    silent: 'Le programme de mesure ne répond pas en ce moment. Ce qui suit est le dernier réglage connu.',
    unset: 'Cet appareil n’est pas configuré : il ne mesure rien.',
    silentUnset: 'Le programme de mesure ne fonctionne pas et rien n’a jamais été configuré : rien n’est mesuré.',
  },
  headings: {
    sensed: 'Ce qui est mesuré',
    why: 'Pourquoi',
    who: 'Par qui',
    kept: 'Ce qui est conservé',
    published: 'Ce qui est publié, et comment c’est brouillé',
    law: 'Droit',
    rights: 'Vos droits',
  },
  camera:
    'Un appareil équipé d’une caméra regarde les visages dans cette salle. Tout est calculé dans l’appareil lui-même.',
  clip: 'Ceci est une démonstration. Une séquence enregistrée est lue ; ni caméra ni microphone de cette salle n’est utilisé.',
  people:
    'Il compte combien de personnes sont présentes, combien de temps les visages restent visibles et s’ils sont tournés vers lui.',
  moods:
    'Il estime d’après chaque visage une humeur : neutre, joie, tristesse, colère, peur, dégoût ou surprise. Ces estimations peuvent être fausses.',
  noMoods: 'Il n’estime ni humeurs ni émotions.',
  voice:
    'Il écoute le ton des voix et en estime une humeur. Il ne comprend pas ce qui est dit, ne l’écrit pas et ne le conserve pas.',
  noVoice: 'Le son n’est pas utilisé : aucun microphone n’est ouvert.',
  gender: 'Il estime d’après chaque visage s’il paraît féminin ou masculin. Ces estimations peuvent être fausses.',
  feedback: 'Les appuis sur l’écran de l’appareil sont comptés.',
  always: 'Il mesure à toute heure, chaque jour.',
  hours: (from, to, timeZone) => `Il mesure chaque jour de ${from} à ${to} (${timeZone}).`,
  purposes: {
    demo: 'Pour montrer comment l’appareil fonctionne.',
    public: 'Pour savoir combien de personnes utilisent ce lieu public et quelle ambiance y règne.',
    retail: 'Pour savoir quelle ambiance les visiteurs trouvent dans ce lieu.',
    event: 'Pour savoir quelle ambiance les invités trouvent à cet événement.',
    'care-or-safety': 'Pour les soins ou la sécurité dans ce lieu.',
    'research-with-consent': 'Pour une recherche avec des personnes qui ont accepté d’y participer.',
    workplace: 'Pour savoir comment ce lieu de travail est utilisé.',
    education: 'Pour savoir comment ce lieu d’enseignement est utilisé.',
  },
  nothingKept:
    'Aucune image ni aucun son n’est conservé. Les deux disparaissent de la mémoire de l’appareil en quelques secondes.',
  nobodyKnown: 'Personne n’est reconnu ni nommé, et personne n’est suivi d’une salle à l’autre ou d’un jour à l’autre.',
  mosaic:
    'La personne qui s’occupe de l’appareil peut voir une mosaïque grossière de l’image, où personne n’est reconnaissable. Elle n’est pas conservée.',
  aimed: (minutes) =>
    `Pour orienter la caméra, cette personne peut voir l’image entière pendant ${minutes} minutes au plus. Pendant ce temps, rien n’est compté ni conservé, et cette page le dit.`,
  networkCamera: 'Les images parviennent à l’appareil par le réseau de ce bâtiment, depuis la caméra seulement.',
  published: (length) =>
    `Seuls des chiffres concernant toute la salle quittent l’appareil, pour chaque période de ${length}.`,
  crowd: (k) => `Pour moins de ${k} personnes, aucun chiffre n’est publié, seulement qu’il y en avait trop peu.`,
  crowdBlurred: (k) =>
    `Des chiffres concernant moins de ${k} personnes sont publiés dans un cas sur cent au plus, et le plus souvent seulement ceux de grandes foules.`,
  noise:
    'Un bruit aléatoire est ajouté à chaque chiffre, de sorte qu’il ne dit presque rien d’une personne en particulier.',
  moodError: (error) => `Il déplace le nombre de personnes qui ont montré une humeur de ${error} en moyenne.`,
  peopleError: (error) => `Il déplace le nombre de personnes de ${error} en moyenne.`,
  longStay: 'Qui reste plus longtemps, ou revient, est compté plus d’une fois.',
  retention: (days) =>
    `Les chiffres brouillés restent dans l’appareil jusqu’à ${days} jours. L’exploitant peut les garder plus longtemps ailleurs.`,
  emotionLaw:
    'Un système de reconnaissance des émotions fonctionne ici. Vous en êtes informé par ce texte (règlement européen sur l’IA, article 50, paragraphe 3).',
  noEmotionLaw:
    'Aucun système de reconnaissance des émotions ne fonctionne ici : au travail et dans l’enseignement, la loi l’interdit (règlement européen sur l’IA, article 5, paragraphe 1, point f), et aucun modèle de ce genre n’est chargé.',
  genderLaw:
    'Un système de catégorisation biométrique (féminin ou masculin) fonctionne ici (règlement européen sur l’IA, article 50, paragraphe 3).',
  access:
    'Vous pouvez demander à l’exploitant ce qui est détenu à votre sujet (RGPD, article 15) et vous opposer à la mesure (article 21).',
  unfindable:
    'Comme rien n’est conservé qui permette de vous reconnaître, l’exploitant ne trouvera en général rien à votre sujet (article 11).',
  complaint: 'Vous pouvez adresser une réclamation à une autorité de protection des données (article 77).',
  fields: {
    operator: 'Exploitant',
    contact: 'Contact pour questions et opposition',
    purpose: 'Selon l’exploitant',
    legalBasis: 'Base légale',
    authority: 'Autorité de contrôle',
  },
  unstated: 'pas encore indiqué ; adressez-vous à qui exploite cette salle',
  edition: (revision) => `Édition ${revision} de cet avis. Un avis portant un autre numéro n’est plus valable.`,
  page: {
    language: 'Langue',
    print: 'Imprimer cet avis (PDF, une page A4)',
    code: 'Code QR avec l’adresse de cette page',
    codeText: 'Cette page sur votre téléphone :',
    codeLocal:
      'Cette adresse ne fonctionne que sur l’appareil même. Ouvrez la page par le nom de l’appareil pour obtenir un code utilisable par d’autres.',
  },
};
