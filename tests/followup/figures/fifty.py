"""Fifty closed insatser: unit, gender, born, target group, began, closed, reason.

Days: women of Farsta 100, 110 … 210; men of Farsta 60, 70 … 150; women of City 178 each;
men of City 30 four times and 50 four times; women of Kista 200, 210 … 250.
"""

FIFTY = """
    Farsta K 2004-03-01 uvas    2025-11-02 2026-02-10 arbete
    Farsta K 2004-03-01 uvas    2025-10-23 2026-02-10 arbete
    Farsta K 2004-03-01 uvas    2025-10-13 2026-02-10 arbete
    Farsta K 2004-03-01 uvas    2025-10-03 2026-02-10 arbete
    Farsta K 2004-03-01 uvas    2026-01-31 2026-06-20 arbete
    Farsta K 2004-03-01 uvas    2026-01-21 2026-06-20 komvux
    Farsta K 1990-03-01 uvas    2026-01-11 2026-06-20 komvux
    Farsta K 1990-03-01 uvas    2026-01-01 2026-06-20 komvux
    Farsta K 1990-03-01 uvas    2025-12-22 2026-06-20 flyttat
    Farsta K 1990-03-01 uvas    2025-12-12 2026-06-20 flyttat
    Farsta K 1990-03-01 uvas    2025-12-02 2026-06-20 flyttat
    Farsta K 1990-03-01 uvas    2025-11-22 2026-06-20 flyttat
    Farsta M 2000-06-15 uvas    2026-04-21 2026-06-20 arbete
    Farsta M 2000-06-15 uvas    2026-04-11 2026-06-20 arbete
    Farsta M 2000-06-15 uvas    2026-04-01 2026-06-20 arbete
    Farsta M 2000-06-15 uvas    2026-03-22 2026-06-20 arbete
    Farsta M 2000-06-15 uvas    2026-03-12 2026-06-20 arbete
    Farsta M 2000-06-15 uvas    2026-03-02 2026-06-20 flyttat
    Farsta M 2000-06-15 uvas    2026-02-20 2026-06-20 flyttat
    Farsta M 2000-06-15 uvas    2026-02-10 2026-06-20 flyttat
    Farsta M 2000-06-15 uvas    2026-01-31 2026-06-20 flyttat
    Farsta M 2000-06-15 uvas    2026-01-21 2026-06-20 flyttat
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 arbete_stod
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 arbete_stod
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 arbete_stod
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 arbete_stod
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 arbete_stod
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 arbete_stod
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 arbete_stod
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 hogskola
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 hogskola
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 hogskola
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 hogskola
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 hogskola
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 hogskola
    City   K 2000-06-15 uvas    2026-03-03 2026-08-28 hogskola
    City   M 1990-03-01 uvas    2026-05-21 2026-06-20 arbete
    City   M 1990-03-01 uvas    2026-05-21 2026-06-20 arbete
    City   M 1990-03-01 uvas    2026-05-21 2026-06-20 arbete
    City   M 1990-03-01 uvas    2026-05-21 2026-06-20 flyttat
    City   M 1990-03-01 uvas    2026-05-01 2026-06-20 flyttat
    City   M 1990-03-01 uvas    2026-05-01 2026-06-20 flyttat
    City   M 1990-03-01 uvas    2026-05-01 2026-06-20 flyttat
    City   M 1990-03-01 uvas    2026-05-01 2026-06-20 flyttat
    Kista  K 1990-03-01 kvinnor 2025-12-02 2026-06-20 flyttat
    Kista  K 1990-03-01 kvinnor 2025-11-22 2026-06-20 flyttat
    Kista  K 1990-03-01 kvinnor 2025-11-12 2026-06-20 flyttat
    Kista  K 1990-03-01 kvinnor 2025-11-02 2026-06-20 flyttat
    Kista  K 1990-03-01 kvinnor 2025-10-23 2026-06-20 flyttat
    Kista  K 1990-03-01 kvinnor 2025-10-13 2026-06-20 flyttat
"""
