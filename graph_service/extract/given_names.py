"""Common given names that mostly one sex bears, for "he" and "she".

Owns a short list of our own, written by hand from general knowledge: given names common in
news in several languages, no data set behind it. Names that men and women bear alike
("Andrea", "Kim", "Jean", "Robin", "Sasha") are left out, so they stay open.
"""

from __future__ import annotations

from graph_service.extract.wordlists import words

MEN = words(
    "Abdul Abdulla Abdullah Adam Ahmad Ahmed Alan Albert Alberto Alejandro Aleksandr Alexander"
    " Alexei Alexey Alfred Ali Anatoly Anders Andrei Andrej Andrew Andriy Andrzej Anthony Anton"
    " Antonio Antony Antti Arthur Ashraf Barack Bashar Benjamin Bernard Bernie Bill Bob Boris"
    " Brad Brian Bruno Carl Carlos Cem Charles Charlie Christopher Cyril Daniel Dave David Denis"
    " Dennis Diego Dmitri Dmitry Dmytro Donald Douglas Edward Emmanuel Enrique Eric Ernesto Evo"
    " Felipe Felix Fernando Fidel Filip Frank Franz Fred Frederick Fumio Gary Geir George Gerald"
    " Gerhard Gordon Gregory Guido Gustavo Hamid Hans Harold Harry Hassan Hector Heiko Henry"
    " Hosni Hossein Howard Hugo Hussein Ian Ibrahim Igor Ilham Imran Ismail Ivan Jack Jacob"
    " Jacques Jair Jake Jakob James Jared Jason Javad Javier Jeff Jeffrey Jens Jeremy Jerry Jim"
    " Jimmy Joachim Joe Johan Johannes John Joko Jonas Jonathan Jorge Jose Josep Joseph Joshua"
    " José Juan Julian Justin Karel Karl Keith Kenneth Kevin Khaled Khalid Klaus Kofi Konstantin"
    " Kyriakos Larry Lars Lawrence Lech Leo Leonid Lloyd Louis Luca Luigi Luis Lukas Mahmoud"
    " Manfred Manuel Marc Marco Marcus Mario Mark Martin Mateusz Matteo Matthew Mehdi Mehmet"
    " Michael Michel Miguel Mike Mikhail Milos Miloš Mitch Mohamed Mohammad Mohammed Muhammad"
    " Mustafa Narendra Neil Nelson Nicolas Nicolás Nigel Nikita Nikolai Nikos Olaf Oleg"
    " Oleksandr Oliver Omar Oscar Oskar Osman Otto Paolo Patrick Paul Pavel Pedro Peter Petr"
    " Petro Philip Philippe Pierre Piotr Rafael Raul Raúl Recep Reince Rex Ricardo Richard Rick"
    " Rishi Robert Roberto Rodrigo Roger Roman Ronald Rudy Sebastian Sebastián Serge Sergei"
    " Sergey Sergio Shimon Shinzo Shinzō Silvio Simon Stefan Stephen Steve Steven Stuart"
    " Subrahmanyam Sven Taro Tayyip Ted Terry Thomas Tim Timothy Tobias Tom Tomas Tony Urho"
    " Vasily Victor Viktor Vincent Vitaly Vladimir Volodymyr Walter Werner William Wolfgang"
    " Xavier Yair Yitzhak Yoshihide Yuri Yusuf Zbigniew"
)
WOMEN = words(
    "Agnes Aisha Alena Alexandra Alice Amanda Amina Amy Ana Anastasia Angela Anita Anna"
    " Annalena Anne Annegret Annette Antonia Asma Ayesha Barbara Beata Beatrice Beatriz Benazir"
    " Brigitte Carla Carly Carmen Caroline Catherine Cecilia Charlotte Christina Christine"
    " Claire Clara Claudia Cristina Daniela Deborah Delphine Diana Diane Dilma Dina Donna Doris"
    " Edith Ekaterina Eleanor Elena Elisabeth Elizabeth Ella Ellen Emily Emma Erna Esther Eva"
    " Evelyn Fatima Fatou Federica Fiona Florence Fumiko Gabriela Gabriella Geraldine Gina"
    " Giorgia Gloria Hanna Hannah Heather Heidi Helen Helena Hillary Hina Huma Indira Ines"
    " Ingrid Irina Isabel Isabella Ivanka Jacinda Jane Janet Jeanne Jennifer Jessica Joanna"
    " Josefa Judith Julia Juliana Julie Kaja Kamala Karen Katarina Katarzyna Kate Katharine"
    " Katherine Kathleen Katrin Kellyanne Kristalina Laura Leila Lena Linda Lisa Liz Loretta"
    " Louise Lucia Lucy Luisa Lyudmila Madeleine Magdalena Maia Malala Manuela Margaret Margot"
    " Maria Marianne Marie Marina Marta Martha Mary María Meghan Melania Melanie Mia Michelle"
    " Mireille Miriam Monica Nadia Nadine Nancy Naomi Natalia Natalie Natasha Nathalie Nikki"
    " Nina Nora Oksana Olga Olivia Park Patricia Paula Pauline Penny Petra Rachel Rebecca Rita"
    " Roberta Rosa Rosemary Ruth Sabine Samantha Sandra Sanna Sara Sarah Sharon Sheila Shirin"
    " Silvia Sofia Sonia Sophie Stella Stephanie Susan Susana Susanne Svetlana Sylvia Tatiana"
    " Tatyana Teresa Theresa Ursula Valentina Valérie Vera Veronica Victoria Viktoria Virginia"
    " Wendy Yasmin Yekaterina Yulia Yvette Yvonne Zuzana"
)


def gender_of_name(name: str) -> str | None:
    """`f` or `m` where the first word of a full name is a given name of one sex, else None.

    >>> gender_of_name("Angela Merkel"), gender_of_name("Andrea Vane"), gender_of_name("Angela")
    ('f', None, None)
    """
    first, _, rest = name.partition(" ")
    if not rest:
        return None
    return "f" if first in WOMEN else "m" if first in MEN else None
