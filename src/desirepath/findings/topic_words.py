"""The words of a text that may tell what it is about, in whatever language it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
STEM: Final = 6
"""Words that begin with the same so many letters are taken as one: "decline", "declined", "declining"."""
_GLUE: Final = """
a about after all also am an and any are as at be because been before but by can can't cannot could did
didn't do does doesn't doing don't for from get getting got had has have haven't having he hello help her
here hey hi him his how i i'd i'll i'm i've if in into is isn't it it's its just know like make may me more
my need no not now of on one only or our out please she should so some still tell thank thanks that that's
the their them then there there's these they this those to too try trying up us very want was wasn't way we
were what what's when where which who why will with won't would wouldn't yet you your
aber als am an auch auf aus bei bin bitte da danke das dass dem den der des die doch du ein eine einem einen
einer er es für hallo habe haben hat hatte ich ihr im in ist ja kann kein keine können man mein meine mich
mir mit nach nicht noch nun nur ob oder schon sein sich sie sind so über um und uns unser unsere von war
warum was wenn werden wie wieder wir wird wo zu zum zur
à ai au aux avec bonjour ce ces cette comment dans de des du elle en est et être il ils j'ai je la le les
leur ma mais me merci mes mon ne nous on ont ou où par pas peut plus pour pourquoi qu que quel qui sa sans
se ses si son sont sur un une vos votre vous
al como con cómo cuando de del el ella en era es esta este está gracias ha hay he hola la las lo los me mi
mis muy no nos para pero por porque puedo que qué se si sin su sus te tengo un una ya
ao as com da das do dos é ela ele eu foi já mais mas meu minha muito na não nas no nos os ou pela pelo
quando sem ser seu são sua também tem uma
alla anche che ci come cosa cui dal dei della delle di gli grazie ho il io ma mio nel nella non per perché
più quando questa questo sono sul tra
aan als bij dat de deze die dit een en er geen heb hebben heeft het hoe ik ja kan maar met mijn naar niet
nog of ook op te van voor waar wat we wel wij worden zijn
"""
_NO_TOPIC: Final = frozenset(_GLUE.split())
"""The glue of English, German, French, Spanish, Portuguese, Italian and Dutch sentences. In other languages
the commonest words are left out because they are in too many texts."""


def words_of(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text that are not the glue of a language: each as what it counts as, and as it stands.

    Numbers are none. Scripts without spaces between words give their letters in pairs.

    >>> list(words_of("My card payments were declined, why?"))
    [('card', 'card'), ('paymen', 'payments'), ('declin', 'declined')]
    >>> [word for word, _ in words_of("支払いが失敗")]
    ['支払', '払い', 'いが', 'が失', '失敗']
    """
    for match in _WORD.finditer(text.casefold()):
        word = match.group().replace("’", "'")
        if _UNSPACED.search(word):
            for run in _UNSPACED.findall(word):
                yield from ((run[n : n + 2],) * 2 for n in range(max(len(run) - 1, 1)))
        elif len(word) > 1 and word not in _NO_TOPIC:
            yield word[:STEM], word
