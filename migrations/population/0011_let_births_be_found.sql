-- Who is entered at birth is found by the first letters of the name as everybody else.
grant insert (name_initials, other_name_initials) on population.residents to onedoor_population;
