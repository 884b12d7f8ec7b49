# Classes and posts: the name, and how a file has it

class-resident = resident
class-lighting = lighting
class-commerce = commerce
class-industry = industry
class-large_industry = large industry (large_industry)
class-agriculture = agriculture
class-industry_85 = ordinary industry, 100 to 160 kVA (industry_85)
class-industry_90 = ordinary industry above 160 kVA (industry_90)
class-agriculture_80 = agriculture from 100 kVA on (agriculture_80)
post-business_manager = business manager (business_manager)
post-business_specialist = business specialist (business_specialist)
post-inspection_specialist = inspection specialist (inspection_specialist)
post-registration_clerk = registration clerk (registration_clerk)
post-meter_reader = meter reader (meter_reader)
post-collector = collector
post-issuance_clerk = issuance clerk (issuance_clerk)
post-accountant = accountant
post-cashier = cashier
post-field_auditor = field auditor (field_auditor)
post-information_auditor = information auditor (information_auditor)
post-system_administrator = system administrator (system_administrator)
post-inspector = inspector
post-meter_fitter = meter fitter (meter_fitter)
post-meter_tester = meter tester (meter_tester)
post-rural_electrician = rural electrician (rural_electrician)
