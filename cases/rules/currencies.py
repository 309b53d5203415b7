"""Currencies of ISO 4217, each with the digits of its smaller unit.

Source: ISO 4217, list one. What has no unit of payment (gold, codes for tests) is no currency here.
"""

_OF_TWO = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH
USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_OF_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_OF_THREE = "BHD IQD JOD KWD LYD OMR TND"
_OF_FOUR = "CLF UYW"

MINOR_UNITS: dict[str, int] = {
    code: digits
    for digits, codes in ((2, _OF_TWO), (0, _OF_NONE), (3, _OF_THREE), (4, _OF_FOUR))
    for code in codes.split()
}
#: In use before an admin says otherwise: of the fees, of both ministries' accounts, of a funder's.
USED_FIRST = frozenset({"EUR", "IQD", "RUB", "TJS", "USD"})
