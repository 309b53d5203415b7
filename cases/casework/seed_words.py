"""The Russian words of the seeded agreement. Checked by nobody yet; an admin rewords them."""

#: English, as ``seed`` enters it, and Russian.
IN_RUSSIAN = {
    "Return of children of Tajikistan from Iraq": "Возвращение детей Таджикистана из Ирака",
    "Kurdistan 24, citing AFP: the foreign minister of Tajikistan, 12 February 2019": (
        "Kurdistan 24 со ссылкой на AFP: министр иностранных дел Таджикистана, 12 февраля 2019 года"
    ),
    "Kurdistan 24, citing AFP: the foreign minister of Tajikistan, 12 February 2019; "
    "the standard rate as reported elsewhere in 2019": (
        "Kurdistan 24 со ссылкой на AFP: министр иностранных дел Таджикистана, 12 февраля 2019 "
        "года; обычный размер — по другим сообщениям 2019 года"
    ),
    "Minister of Foreign Affairs of Tajikistan": "Министр иностранных дел Таджикистана",
    "In short": "Кратко",
    "Tajikistan and Iraq agreed on the return of children of Tajikistan from Iraq. "
    "Of 92 children there, Tajikistan hopes to bring 75 home.": (
        "Таджикистан и Ирак договорились о возвращении детей Таджикистана из Ирака. "
        "Из 92 детей Таджикистан надеется вернуть 75."
    ),
    "Children": "Дети",
    "There are 92 children of Tajikistan in Iraq.": "В Ираке находятся 92 ребёнка из Таджикистана.",
    "Children planned to return": "Дети, которых планируется вернуть",
    "75 of them are good candidates for repatriation, it is hoped.": (
        "75 из них, как надеются, могут быть возвращены на родину."
    ),
    "Fee": "Сбор",
    "After negotiations, Tajikistan agreed to pay Iraq 400 US dollars for each child returned.": (
        "После переговоров Таджикистан согласился платить Ираку 400 долларов США за каждого "
        "возвращённого ребёнка."
    ),
    "Text of the agreement": "Текст соглашения",
    "Requirements of eligibility": "Требования к детям",
    "Mothers": "Матери",
    "The mothers reportedly agreed to the return of their children.": (
        "По сообщениям, матери согласились на возвращение своих детей."
    ),
    "Payment": "Оплата",
    "Tajikistan pays the agreed fee for each child returned.": (
        "Таджикистан платит согласованный сбор за каждого возвращённого ребёнка."
    ),
    "Reception and care": "Приём и попечение",
    "Permission to leave": "Разрешение на выезд",
    "The mothers are serving sentences in Iraq, many of them long or for life; they were "
    "jailed over links to the Islamic State. Their own return “will be long and hard”.": (
        "Матери отбывают наказание в Ираке, многие — длительное или пожизненное; они осуждены за "
        "связь с «Исламским государством». Их собственное возвращение «будет долгим и трудным»."
    ),
    "Fathers": "Отцы",
    "Most of the fathers were killed in the fighting.": "Большинство отцов погибли в боях.",
    "Citizens abroad": "Граждане за рубежом",
    "Over 1,000 citizens of Tajikistan went to Iraq and Syria since 2011.": (
        "С 2011 года более 1000 граждан Таджикистана уехали в Ирак и Сирию."
    ),
    "Other states": "Другие государства",
    "On the Sunday before, Russia repatriated 27 children held in the same way.": (
        "В предыдущее воскресенье Россия вернула 27 детей, находившихся в таком же положении."
    ),
    "Contact": "Контакты",
    "Reported in 2019: Iraqi law asks for a parent’s consent. Text not published.": (
        "По сообщениям 2019 года: закон Ирака требует согласия родителя. Текст не опубликован."
    ),
    "US dollars for each child returned": "Долларов США за каждого возвращённого ребёнка",
    "Children hoped to be repatriated, “good candidates”": (
        "Дети, которых надеются вернуть, «подходящие кандидаты»"
    ),
    "Children of Tajikistan in Iraq": "Дети Таджикистана в Ираке",
}
